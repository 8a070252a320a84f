package io.pushmi.runtime.processing;

import io.pushmi.runtime.processing.HeldState.Change;
import io.pushmi.runtime.storage.CommittedEvent;
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
        Change position = savedAt(next, frontier().streamPosition(), failing);
        return new Saving.Snapshot(List.of(), position, List.of(), () -> saved(next));
    }

    private void saved(SequenceNumber next) {
        beingSaved = 0;
        at().target().saved(next);
    }

    private void failed(Handling handling, Outcome.Failed failed) {
        int attempts = failing == null ? 1 : failing.attempts() + 1;
        Instant now = at().clock().instant();
        failing = new PartitionStatus(
                SavedPosition.ALL,
                new SequenceNumber(handling.position()),
                handling.streamPosition(),
                PartitionStatus.State.FAILING,
                failed.reason(),
                attempts,
                now,
                RetryTime.after(failed.retry(), attempts, now));
        // It is read again for the next try: parts of it may be erased until then.
        frontier().rest();
    }

    private boolean isDue() {
        if (failing == null) {
            return true;
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
