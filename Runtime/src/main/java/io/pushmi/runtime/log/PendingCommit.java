package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.StoredSize;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A commit on its way. The committer and the clock race for it: whoever moves it out of {@link State#WAITING} first
 * decides whether it is ever offered to the store.
 */
final class PendingCommit {
    private enum State {
        /** In the queue, or in a batch that was not offered. */
        WAITING,
        /** The store has been asked, so that only the store knows. */
        OFFERED,
        /** The caller has its answer. */
        ANSWERED
    }

    private final CommitRequest request;
    private final long size;
    private final long arrived;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final AtomicBoolean settled = new AtomicBoolean();
    private final CompletableFuture<CommitOutcome> outcome = new CompletableFuture<>();

    PendingCommit(CommitRequest request, long arrived) {
        this.request = request;
        this.size = StoredSize.of(request);
        this.arrived = arrived;
    }

    CommitRequest request() {
        return request;
    }

    long size() {
        return size;
    }

    CompletionStage<CommitOutcome> outcome() {
        return outcome;
    }

    boolean isAnswered() {
        return state.get() == State.ANSWERED;
    }

    boolean isOffered() {
        return state.get() == State.OFFERED;
    }

    /** From now on the store may have it. False if the caller was answered before. */
    boolean offer() {
        return state.compareAndSet(State.WAITING, State.OFFERED);
    }

    /** It turned out that the store certainly does not have it. False if the caller was answered before. */
    boolean takeBack() {
        return state.compareAndSet(State.OFFERED, State.WAITING);
    }

    void answer(CommitOutcome answer) {
        if (state.getAndSet(State.ANSWERED) != State.ANSWERED) {
            outcome.complete(answer);
        }
    }

    /** Marks it as decided, whether the caller still waits or not. True the first time only. */
    boolean settle() {
        return settled.compareAndSet(false, true);
    }

    boolean isOverdue(long now, Duration wait) {
        return now - arrived > wait.toNanos();
    }

    /** Answers what can honestly be said when the time is up. True if it was never offered, so that it can be dropped. */
    boolean expire(Duration wait) {
        if (state.compareAndSet(State.WAITING, State.ANSWERED)) {
            outcome.complete(new CommitOutcome.Unavailable(
                    "the event store took no commit within " + wait.toMillis() + " ms; nothing was stored"));
            return true;
        }
        if (state.compareAndSet(State.OFFERED, State.ANSWERED)) {
            outcome.complete(new CommitOutcome.OutcomeUnknown("the event store did not say within " + wait.toMillis()
                    + " ms whether the events are stored; they may be, or may be later"));
        }
        return false;
    }
}
