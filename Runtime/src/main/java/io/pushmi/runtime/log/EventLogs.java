package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The logs of a Runtime, each opened when it is first asked for.
 *
 * <p>Work is done on the executor and timed by the timer that it was given; both stay the giver's, to be shut down after
 * this is closed.
 */
public final class EventLogs {
    private static final long EXPIRE_EVERY_MILLISECONDS = 100;
    private static final long LOOK_FOR_IDLE_EVERY_MILLISECONDS = 5;

    /** What all followers together read ahead, apart from the smallest pages. */
    private static final long READ_AHEAD = 64L * 1024 * 1024;

    private final EventLogStorage storage;
    private final LogSettings settings;
    private final PendingBytes pendingBytes;
    private final PageBudget pages = new PageBudget(READ_AHEAD);
    private final Clock clock;
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final Map<LogId, EventLog> logs = new ConcurrentHashMap<>();
    private final ScheduledFuture<?> expiry;
    private final Delays delays;
    private volatile boolean closing;

    public EventLogs(
            EventLogStorage storage,
            LogSettings settings,
            Clock clock,
            Executor executor,
            ScheduledExecutorService timer) {
        this(storage, settings, clock, System::nanoTime, executor, timer);
    }

    /** @param nanoTime the timer's time: nanoseconds since some moment, never going backwards */
    EventLogs(
            EventLogStorage storage,
            LogSettings settings,
            Clock clock,
            LongSupplier nanoTime,
            Executor executor,
            ScheduledExecutorService timer) {
        this.storage = storage;
        this.settings = settings;
        this.pendingBytes = new PendingBytes(settings.pendingBytes());
        this.clock = clock;
        this.executor = executor;
        this.timer = timer;
        this.delays = new TimerDelays(timer, nanoTime);
        this.expiry = timer.scheduleWithFixedDelay(
                this::expire, EXPIRE_EVERY_MILLISECONDS, EXPIRE_EVERY_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    /** The log, the same object each time. */
    public EventLog log(LogId id) {
        return logs.computeIfAbsent(
                id, unknown -> new EventLog(unknown, storage, settings, pendingBytes, pages, clock, executor, delays));
    }

    /** Commits to a log as {@link EventLog#commit} does, unless this is closing. */
    public CompletionStage<CommitOutcome> commit(LogId id, CommitRequest request) {
        return closing
                ? CompletableFuture.completedFuture(new CommitOutcome.Unavailable("the Runtime is shutting down"))
                : log(id).commit(request);
    }

    /** Takes no more commits. The stage completes when every commit taken so far is decided. */
    public CompletionStage<Void> close() {
        closing = true;
        logs.values().forEach(EventLog::close);
        CompletableFuture<Void> idle = new CompletableFuture<>();
        completeWhenIdle(idle);
        return idle;
    }

    private void completeWhenIdle(CompletableFuture<Void> idle) {
        if (logs.values().stream().allMatch(EventLog::isIdle)) {
            expiry.cancel(false);
            idle.complete(null);
        } else {
            ScheduledFuture<?> unused = timer.schedule(
                    () -> completeWhenIdle(idle), LOOK_FOR_IDLE_EVERY_MILLISECONDS, TimeUnit.MILLISECONDS);
        }
    }

    private void expire() {
        logs.values().forEach(EventLog::expire);
    }

    private record TimerDelays(ScheduledExecutorService timer, LongSupplier nanoTime) implements Delays {
        @Override
        public void after(Duration delay, Runnable task) {
            ScheduledFuture<?> unused = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public long now() {
            return nanoTime.getAsLong();
        }
    }
}
