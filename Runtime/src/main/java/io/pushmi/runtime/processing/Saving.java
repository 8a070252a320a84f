package io.pushmi.runtime.processing;

import io.pushmi.runtime.processing.HeldState.Change;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves how far a processor has come: one save at a time, when enough is done or enough time has passed. What the target
 * made comes first, then the troubled partitions, then the position, and only then documents go that the position has
 * made superfluous; so whatever a crash leaves behind, no event is lost. Used inside the loop only.
 */
final class Saving {
    private static final Logger LOG = LoggerFactory.getLogger(Saving.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    /** Whose state is saved. */
    interface Subject {
        /** Whether anything is different from the last snapshot. */
        boolean isChanged();

        /** How many deliveries are done since the last snapshot. */
        int done();

        /** Whether nothing more may be delivered before something is saved. */
        boolean isFull();

        Snapshot snapshot();
    }

    /**
     * A state at one moment.
     *
     * @param partitions saved before the position
     * @param superfluous removed when the position is saved
     * @param saved told inside the loop when all of it is durable
     */
    record Snapshot(List<Change> partitions, Change position, List<Change> superfluous, Runnable saved) {}

    private final Workplace at;
    private final Loop loop;
    private final Alarm alarm;
    private final Subject subject;
    private final Consumer<Throwable> failed;
    private final int enough;
    private boolean running;
    private @Nullable Instant due;
    private @Nullable Instant retryAt;
    private Duration retryAfter = FIRST_RETRY;
    private List<CompletableFuture<Void>> waiting = new ArrayList<>();

    Saving(Workplace at, Loop loop, Alarm alarm, Subject subject, Consumer<Throwable> failed) {
        this.at = at;
        this.loop = loop;
        this.alarm = alarm;
        this.subject = subject;
        this.failed = failed;
        this.enough = Math.max(1, at.settings().window() / 4);
    }

    boolean isRunning() {
        return running;
    }

    /** Saves everything as it is now; completes inside the loop when that is durable. */
    CompletionStage<Void> save() {
        CompletableFuture<Void> saved = new CompletableFuture<>();
        waiting.add(saved);
        return saved;
    }

    void goOn() {
        if (running || (waiting.isEmpty() && retryAt == null && !subject.isChanged())) {
            return;
        }
        if (retryAt != null && at.clock().instant().isBefore(retryAt)) {
            alarm.at(retryAt);
        } else if (retryAt != null || !waiting.isEmpty() || subject.isFull() || subject.done() >= enough || isDue()) {
            begin();
        }
    }

    private boolean isDue() {
        Instant now = at.clock().instant();
        if (due == null) {
            due = now.plus(at.settings().saveAfter());
        }
        alarm.at(due);
        return !now.isBefore(due);
    }

    private void begin() {
        running = true;
        due = null;
        retryAt = null;
        List<CompletableFuture<Void>> served = waiting;
        waiting = new ArrayList<>();
        Snapshot snapshot = subject.snapshot();
        CompletionStage<Void> unused = at.target()
                .settle()
                .thenCompose(settled -> HeldState.make(at.states(), snapshot.partitions()))
                .thenCompose(saved -> HeldState.make(at.states(), List.of(snapshot.position())))
                .thenCompose(saved -> HeldState.make(at.states(), snapshot.superfluous()))
                .whenComplete((done, failure) -> loop.run(() -> ended(snapshot, served, failure)));
    }

    private void ended(Snapshot snapshot, List<CompletableFuture<Void>> served, @Nullable Throwable failure) {
        running = false;
        if (failure == null) {
            retryAfter = FIRST_RETRY;
            snapshot.saved().run();
            served.forEach(one -> one.complete(null));
            return;
        }
        Throwable cause = Causes.of(failure);
        if (cause instanceof StorageUnavailable) {
            LOG.warn(
                    "{}: its position cannot be saved, trying again in {} ms: {}",
                    at,
                    retryAfter.toMillis(),
                    cause.getMessage());
            waiting.addAll(served);
            retryAt = at.clock().instant().plus(retryAfter);
            Duration longer = retryAfter.multipliedBy(2);
            retryAfter = longer.compareTo(LONGEST_RETRY) < 0 ? longer : LONGEST_RETRY;
        } else {
            served.forEach(one -> one.completeExceptionally(cause));
            failed.accept(cause);
        }
    }
}
