package io.pushmi.runtime.processing;

import io.pushmi.runtime.processing.PartitionStatus.State;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A partition that is not where the rest of its processor is. Its events are passed when the processor comes to them, and
 * are caught up later. Used inside the loop only.
 */
final class Troubled {
    static final String BEHIND = "behind";

    private final PartitionId partition;
    private final HeldState document;
    private PartitionStatus status;
    private long passedTo;
    private long readFrom;
    private boolean recovered;
    private boolean dropped;
    private boolean served;
    private boolean held;
    private int version = 1;
    private int savedVersion;
    private int unsaved;
    private final Queue<CommittedEvent> page = new ArrayDeque<>();

    /** One that has just come into trouble. */
    Troubled(PartitionStatus status, HeldState document) {
        this.partition = status.partition();
        this.status = status;
        this.document = document;
        this.readFrom = status.position().value();
    }

    /** One that was saved before. */
    static Troubled saved(PartitionStatus status, HeldState document, SequenceNumber position) {
        Troubled saved = new Troubled(status, document);
        saved.savedVersion = saved.version;
        // What lies between the two was done before; the processor comes to it once more.
        saved.passedTo = Math.max(status.position().value(), position.value());
        return saved;
    }

    /** A document that does not count any more, and is only there to be removed. */
    static Troubled stale(PartitionStatus status, HeldState document) {
        Troubled stale = new Troubled(status, document);
        stale.savedVersion = stale.version;
        stale.recovered = true;
        return stale;
    }

    PartitionId partition() {
        return partition;
    }

    HeldState document() {
        return document;
    }

    PartitionStatus status() {
        return status;
    }

    boolean isFailing() {
        return status.state() == State.FAILING;
    }

    /** Every event before this that is not done yet is to be caught up. */
    long passedTo() {
        return passedTo;
    }

    /** The processor has passed an event. */
    void passed(long position) {
        passedTo = Math.max(passedTo, position + 1);
    }

    /** Is in trouble, perhaps again. */
    void now(PartitionStatus changed) {
        status = changed;
        readFrom = changed.position().value();
        recovered = false;
        page.clear();
        version++;
    }

    /** Is at an event that was found behind its position, where it has nothing in between. */
    void foundAt(CommittedEvent event, long streamPosition) {
        if (!status.position().equals(event.sequenceNumber())) {
            status = at(event.sequenceNumber(), streamPosition);
        }
    }

    /** Is done with the event at the position. */
    void passedBy(long position, long streamPosition) {
        status = at(new SequenceNumber(position + 1), streamPosition + 1);
        readFrom = Math.max(readFrom, position + 1);
        version++;
    }

    /** Has one event done that is not saved. */
    void handled() {
        unsaved++;
    }

    /** Whether one of its events is being found or delivered. */
    boolean isServed() {
        return served;
    }

    void served(boolean is) {
        served = is;
    }

    /** Whether its event is kept back for the moment. */
    boolean isHeld() {
        return held;
    }

    void held(boolean is) {
        held = is;
        version++;
    }

    void retryAt(Instant nextTry) {
        status = FailedAttempt.dueAt(status, nextTry);
        version++;
    }

    private PartitionStatus at(SequenceNumber position, long streamPosition) {
        return new PartitionStatus(partition, position, streamPosition, State.PARKED, BEHIND, 0, null, null);
    }

    SequenceNumber readFrom() {
        return new SequenceNumber(readFrom);
    }

    void hasRead(SequenceNumber next) {
        readFrom = next.value();
    }

    /** Forgets what was read from there on. */
    void readAgainFrom(SequenceNumber position) {
        page.clear();
        readFrom = position.value();
    }

    Queue<CommittedEvent> page() {
        return page;
    }

    /** Whether nothing is left to be caught up. */
    boolean isCaughtUp() {
        return page.isEmpty() && readFrom >= passedTo;
    }

    void recovered() {
        recovered = true;
        page.clear();
    }

    /** Whether it is where the processor is again, so that only its document is left of it. */
    boolean hasRecovered() {
        return recovered;
    }

    /** The processor was moved: whatever is under way for this does not count any more. */
    void drop() {
        dropped = true;
        recovered = true;
        passedTo = 0;
        page.clear();
    }

    boolean isDropped() {
        return dropped;
    }

    int version() {
        return version;
    }

    boolean isChanged() {
        return version != savedVersion;
    }

    void saved(int savedAs) {
        savedVersion = savedAs;
    }

    /** Its document is gone. */
    void unsaved() {
        savedVersion = 0;
    }

    /** How many events are done that its document does not say. */
    int atRisk() {
        return unsaved;
    }

    void atRiskNoMore(int count) {
        unsaved -= count;
    }
}
