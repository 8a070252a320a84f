package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the events of troubled partitions, found by their event source: the one that failed, when it is due, and then
 * those that the processor has passed meanwhile. Each partition gets a page of them at a time, and is read anew for the
 * next. Used inside the loop only.
 */
final class CatchUp {
    private static final PageLimit PAGE = new PageLimit(16, 64 * 1024);
    private static final Duration READ_AGAIN = Duration.ofMillis(200);

    private final StreamProcessor processor;
    private final Workplace at;
    private final Wanted wanted;
    private final StreamPositions positions;
    private final TroubledPartitions partitions;
    private final Queue<Handling> found = new ArrayDeque<>();
    private int serving;
    private int delivering;

    CatchUp(StreamProcessor processor, Wanted wanted, StreamPositions positions, TroubledPartitions partitions) {
        this.processor = processor;
        this.at = processor.at();
        this.wanted = wanted;
        this.positions = positions;
        this.partitions = partitions;
    }

    /** How many partitions are being served, each with one event or page at a time. */
    int serving() {
        return serving;
    }

    /** How many events are with the target. */
    int delivering() {
        return delivering;
    }

    /** Serves the partition whose turn it is. False if it is nobody's. */
    boolean serveNext() {
        SequenceNumber frontier = processor.frontier().position();
        Troubled next = partitions.next(frontier, processor.alarm());
        if (next == null) {
            return false;
        }
        enter(next);
        goOn(next);
        return true;
    }

    /** Takes over an event that was delivered before its partition came into trouble. */
    void takeOver(Troubled troubled, Handling delivered) {
        delivered.belongsTo(troubled);
        enter(troubled);
        delivering++;
    }

    /** Offers an event that was found. False if there is none, or no room. */
    boolean offerFound() {
        Handling next = found.peek();
        if (next == null) {
            return false;
        }
        Troubled troubled = troubledOf(next);
        if (troubled.isDropped()) {
            found.remove();
            return true;
        }
        PartitionStatus status = troubled.status();
        Delivery.Repetition repetition =
                troubled.isFailing() ? new Delivery.Repetition(status.reason(), status.attempts() - 1) : null;
        found.remove();
        delivering++;
        if (!processor.offer(next, repetition)) {
            delivering--;
            found.add(next);
            return false;
        }
        return true;
    }

    void answered(Handling handling, Outcome outcome) {
        Troubled troubled = troubledOf(handling);
        delivering--;
        if (troubled.isDropped()) {
            return;
        }
        if (outcome instanceof Outcome.Failed failed) {
            leave(troubled);
            Instant now = at.clock().instant();
            int attempts = troubled.isFailing() ? troubled.status().attempts() + 1 : 1;
            troubled.now(FailedAttempt.of(handling, troubled.partition(), failed, attempts, now));
            partitions.changed();
            partitions.await(troubled);
        } else {
            troubled.passedBy(handling.position(), handling.streamPosition());
            partitions.handled(troubled);
            goOn(troubled);
        }
    }

    /** Nobody knows whether the event was handled: its partition stays where it is. */
    void unanswered() {
        delivering--;
    }

    /** Gives up everything that is under way, which belongs to partitions that were dropped. */
    void clear() {
        found.clear();
        serving = 0;
    }

    private void goOn(Troubled troubled) {
        CommittedEvent next = troubled.page().poll();
        if (next != null && next.sequenceNumber().value() < troubled.passedTo()) {
            number(troubled, next);
        } else if (next != null) {
            troubled.readAgainFrom(next.sequenceNumber());
            caughtUp(troubled);
        } else if (troubled.isCaughtUp()) {
            caughtUp(troubled);
        } else {
            read(troubled);
        }
    }

    private void enter(Troubled troubled) {
        serving++;
        troubled.served(true);
    }

    private void leave(Troubled troubled) {
        serving--;
        troubled.served(false);
    }

    private void caughtUp(Troubled troubled) {
        leave(troubled);
        if (troubled.passedTo() <= processor.frontier().position().value()) {
            partitions.recovered(troubled);
        } else {
            partitions.awaitFrontier(troubled);
        }
    }

    private void read(Troubled troubled) {
        Set<Key> key = Set.of(
                new Key.OfEventSource(new EventSourceId(troubled.partition().value())));
        SequenceNumber from = troubled.readFrom();
        var unused = at.storage()
                .readByKeys(at.logId(), key, from, PAGE)
                .whenComplete((page, failure) -> processor.loop().run(() -> {
                    if (!troubled.isDropped() && !processor.ending().isOver()) {
                        read(troubled, from, page, failure);
                    }
                }));
    }

    private void read(Troubled troubled, SequenceNumber from, @Nullable CommitPage page, @Nullable Throwable failure) {
        if (page == null) {
            later(troubled, failure);
            return;
        }
        for (Commit commit : page.commits()) {
            for (int i = 0; i < commit.count(); i++) {
                CommittedEvent event = new CommittedEvent(commit, i);
                if (!event.sequenceNumber().isBefore(from)
                        && wanted.includes(commit, i)
                        && StreamProcessor.partitionOf(event).equals(troubled.partition())) {
                    troubled.page().add(event);
                }
            }
        }
        troubled.hasRead(
                page.next().equals(from)
                        ? new SequenceNumber(Math.max(from.value(), troubled.passedTo()))
                        : page.next());
        if (troubled.page().isEmpty() && !troubled.isCaughtUp()) {
            leave(troubled);
            partitions.await(troubled);
        } else {
            goOn(troubled);
        }
    }

    private void number(Troubled troubled, CommittedEvent event) {
        PartitionStatus status = troubled.status();
        var unused = positions
                .at(event.sequenceNumber(), status.position().value(), status.streamPosition())
                .whenComplete((streamPosition, failure) -> processor.loop().run(() -> {
                    if (troubled.isDropped() || processor.ending().isOver()) {
                        return;
                    }
                    if (streamPosition == null) {
                        later(troubled, failure);
                    } else {
                        troubled.foundAt(event, streamPosition);
                        Handling handling = new Handling(processor.loop(), processor, event, streamPosition);
                        handling.belongsTo(troubled);
                        found.add(handling);
                    }
                }));
    }

    private void later(Troubled troubled, @Nullable Throwable failure) {
        Throwable cause = failure == null ? new IllegalStateException("nothing was read") : Causes.of(failure);
        if (!(cause instanceof StorageUnavailable)) {
            processor.ending().beginFor(cause);
            return;
        }
        leave(troubled);
        troubled.readAgainFrom(troubled.status().position());
        partitions.awaitUntil(troubled, at.clock().instant().plus(READ_AGAIN));
    }

    private static Troubled troubledOf(Handling handling) {
        Troubled troubled = handling.troubled();
        if (troubled == null) {
            throw new IllegalStateException("the event at " + handling.position() + " is of no troubled partition");
        }
        return troubled;
    }
}
