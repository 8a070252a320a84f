package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One log at work in this Runtime. May be used by any number of threads; nothing here blocks. */
public final class EventLog {
    private static final Duration RETRY = Duration.ofMillis(200);

    private final LogId id;
    private final EventLogStorage storage;
    private final LogSettings settings;
    private final Executor executor;
    private final Delays delays;
    private final PageBudget pages;
    private final Committer committer;
    private final AtomicReference<@Nullable CompletableFuture<AtHead>> opening = new AtomicReference<>();

    EventLog(
            LogId id,
            EventLogStorage storage,
            LogSettings settings,
            PendingBytes pendingBytes,
            PageBudget pages,
            Clock clock,
            Executor executor,
            Delays delays) {
        this.id = id;
        this.storage = storage;
        this.settings = settings;
        this.executor = executor;
        this.delays = delays;
        this.pages = pages;
        this.committer = new Committer(id, storage, this::open, settings, pendingBytes, clock, executor, delays);
    }

    /**
     * Commits the request if its conditions hold at the head.
     *
     * @return the outcome, at the latest a little after the configured wait; never fails
     */
    public CompletionStage<CommitOutcome> commit(CommitRequest request) {
        return committer.commit(request);
    }

    /**
     * Every commit from the one that contains the position on, first those there are and then each as it is committed,
     * without end. Each comes once and in order; none is left out. Only durable commits come.
     *
     * <p>Commits come as fast as they are requested, on threads of the log, one at a time; a subscriber must not block
     * them. A subscriber that is slow costs a page of memory at most, the smaller the more of them there are. The flux fails when the store is damaged; while it is only
     * unavailable, the flux waits.
     *
     * <p>Once an {@link ErasureRecord} is committed here, or seen to be committed elsewhere, no commit comes any more with
     * what was erased: what is read and not given to a subscriber yet is read again. One that is just being given may
     * still have it, and so has whatever subscribers kept.
     *
     * @param keys what to follow: commits that have at least one of these keys, or all commits if there are none
     */
    public Flux<Commit> follow(SequenceNumber from, Set<Key> keys) {
        return Mono.fromCompletionStage(this::openWhenAvailable)
                .flatMapMany(atHead -> new Followed(atHead.tail(), from, keys));
    }

    /**
     * How many {@link ErasureRecord}s have been seen here since the log was opened. Who keeps commits that followers were
     * given before it grew may keep what was erased, and reads them again.
     */
    public long erasures() {
        AtHead started = started();
        return started == null ? 0 : started.tail().erasures();
    }

    /** How many followers wait for a commit at this moment. */
    int waitingFollowers() {
        AtHead started = started();
        return started == null ? 0 : started.tail().waiting();
    }

    private @Nullable AtHead started() {
        CompletableFuture<AtHead> started = opening.get();
        return started == null || !started.isDone() || started.isCompletedExceptionally() ? null : started.join();
    }

    /** Notices no more what other Runtimes commit, but for what commits meet. */
    void close() {
        committer.lookout().close();
    }

    void expire() {
        committer.expire();
    }

    boolean isIdle() {
        return committer.isIdle();
    }

    private CompletionStage<AtHead> openWhenAvailable() {
        return open().handle((atHead, failure) -> {
                    if (atHead != null) {
                        return CompletableFuture.completedStage(atHead);
                    }
                    if (!(Failures.cause(failure) instanceof StorageUnavailable)) {
                        return CompletableFuture.<AtHead>failedStage(Failures.cause(failure));
                    }
                    CompletableFuture<Void> over = new CompletableFuture<>();
                    delays.after(RETRY, () -> over.complete(null));
                    return over.thenCompose(waited -> openWhenAvailable());
                })
                .thenCompose(opened -> opened);
    }

    private CompletionStage<AtHead> open() {
        CompletableFuture<AtHead> started = opening.get();
        if (started != null && !started.isCompletedExceptionally()) {
            return started;
        }
        CompletableFuture<AtHead> fresh = new CompletableFuture<>();
        if (!opening.compareAndSet(started, fresh)) {
            return open();
        }
        storage.head(id).thenApply(this::atHead).whenComplete((atHead, failure) -> {
            if (atHead == null) {
                fresh.completeExceptionally(Failures.cause(failure));
            } else {
                fresh.complete(atHead);
            }
        });
        return fresh;
    }

    private AtHead atHead(Head head) {
        return new AtHead(
                new HeadState(head, settings.aggregateStates()), new Tail(head.next(), settings.recentBytes()));
    }

    private final class Followed extends Flux<Commit> {
        private final Tail tail;
        private final SequenceNumber from;
        private final Set<Key> keys;

        Followed(Tail tail, SequenceNumber from, Set<Key> keys) {
            this.tail = tail;
            this.from = from;
            this.keys = keys;
        }

        @Override
        public void subscribe(CoreSubscriber<? super Commit> subscriber) {
            Follower follower = new Follower(id, from, keys, storage, pages, tail, executor, delays, subscriber);
            tail.join();
            if (settings.isShared()) {
                committer.lookout().begin(tail::isFollowed);
            }
            subscriber.onSubscribe(follower);
        }
    }
}
