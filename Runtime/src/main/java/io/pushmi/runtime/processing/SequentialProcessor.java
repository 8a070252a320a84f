package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A processor that gets one event at a time, in the order of the log, and goes past none that fails. */
final class SequentialProcessor extends StreamProcessor {
    private final int window;
    private @Nullable Handling current;
    private @Nullable PartitionStatus failing;
    private boolean held;
    private int done;
    private int beingSaved;
    private SequenceNumber lastNext;
    private @Nullable PartitionStatus lastFailing;

    SequentialProcessor(Workplace at, Beginning.Found found) {
        super(at, found);
        window = at.settings().window();
        failing = found.position().failing();
        lastNext = found.position().next();
        lastFailing = failing;
    }

    @Override
    void deliver() {
        while (current == null
                && done + beingSaved < window
                && mayOffer()
                && isDue()
                && frontier().findNext()) {
            CommittedEvent event =
                    new CommittedEvent(frontier().commit(), frontier().index());
            if (failing != null && !failing.position().equals(event.sequenceNumber())) {
                failing = null;
            }
            Handling next = new Handling(loop(), this, event, frontier().streamPosition());
            current = next;
            if (!offer(next, repetition())) {
                current = null;
            }
        }
    }

    /** Not while an event is delivered, which is where the frontier is. */
    @Override
    void forgetWaiting() {
        if (current == null) {
            frontier().rest();
        }
    }

    @Override
    void settled(Handling handling, Outcome outcome) {
        if (handling != current) {
            return;
        }
        current = null;
        if (outcome instanceof Outcome.Failed failed) {
            failed(handling, failed);
        } else {
            failing = null;
            frontier().pass();
            done++;
        }
    }

    @Override
    void unanswered(Handling handling) {
        if (handling == current) {
            current = null;
        }
    }

    @Override
    @Nullable
    String retryNow(PartitionId partition) {
        PartitionStatus status = failing;
        if (status == null || !partition.equals(SavedPosition.ALL)) {
            return obstacle(partition, frontier().position());
        }
        failing = FailedAttempt.dueAt(status, at().clock().instant());
        return null;
    }

    @Override
    public @Nullable String obstacle(PartitionId partition, SequenceNumber position) {
        if (!partition.equals(SavedPosition.ALL)) {
            return at() + " has no partitions but the empty one, and '" + partition.value() + "' was asked for";
        }
        if (failing == null) {
            return at() + " is not failing";
        }
        if (!failing.position().equals(position)) {
            return at() + " is failing at the event " + failing.position() + ", not at " + position;
        }
        return current != null || held ? at() + " is just handling the event " + position : null;
    }

    @Override
    public void hold(PartitionId partition) {
        held = true;
    }

    @Override
    public void release(PartitionId partition, boolean without) {
        held = false;
        PartitionStatus status = failing;
        if (without && status != null) {
            failing = null;
            frontier().moveTo(status.position().plus(1), status.streamPosition() + 1);
        }
    }

    @Override
    void forget(long newRun) {
        failing = null;
        held = false;
        done = 0;
        beingSaved = 0;
    }

    @Override
    public SequenceNumber watermark() {
        return frontier().position();
    }

    @Override
    long watermarkStreamPosition() {
        return frontier().streamPosition();
    }

    @Override
    public List<PartitionStatus> troubled() {
        return failing == null ? List.of() : List.of(failing);
    }

    @Override
    public long troubles() {
        return failing == null ? 0 : 1;
    }

    @Override
    public boolean isIdle() {
        return current == null;
    }

    @Override
    public void letGo() {
        current = null;
    }

    @Override
    public boolean isChanged() {
        return !lastNext.equals(frontier().position()) || !Objects.equals(failing, lastFailing);
    }

    @Override
    public int done() {
        return done;
    }

    @Override
    public boolean isFull() {
        return done + beingSaved >= window;
    }

    @Override
    public Saving.Snapshot snapshot() {
        SequenceNumber next = frontier().position();
        lastNext = next;
        lastFailing = failing;
        beingSaved += done;
        done = 0;
        return new Saving.Snapshot(List.of(), saved(failing), List.of(), () -> durable(next));
    }

    private void durable(SequenceNumber next) {
        beingSaved = 0;
        at().target().saved(next);
    }

    private void failed(Handling handling, Outcome.Failed failed) {
        int attempts = failing == null ? 1 : failing.attempts() + 1;
        failing = FailedAttempt.of(
                handling, SavedPosition.ALL, failed, attempts, at().clock().instant());
        // It is read again for the next try: parts of it may be erased until then.
        frontier().rest();
    }

    private boolean isDue() {
        if (failing == null) {
            return true;
        }
        if (held) {
            return false;
        }
        Instant next = failing.nextTry();
        if (next == null) {
            return false;
        }
        if (at().clock().instant().isBefore(next)) {
            alarm().at(next);
            return false;
        }
        return true;
    }

    private Delivery.@Nullable Repetition repetition() {
        return failing == null ? null : new Delivery.Repetition(failing.reason(), failing.attempts() - 1);
    }
}
