package io.pushmi.contracts.reversecalls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Time that passes when it is told to, and runs what is due on the calling thread. */
final class HandDrivenTimer extends AbstractExecutorService implements ScheduledExecutorService {
    private final List<Task> tasks = new ArrayList<>();

    /** Near the end of what a long holds: whoever compares times instead of subtracting them fails. */
    private long now = Long.MAX_VALUE - Duration.ofSeconds(2).toNanos();

    long nanoTime() {
        return now;
    }

    Clockwork clockwork() {
        return new Clockwork(this, this::nanoTime);
    }

    void pass(Duration time) {
        long until = now + time.toNanos();
        Optional<Task> next = next(until);
        while (next.isPresent()) {
            tasks.remove(next.get());
            now = next.get().due;
            next.get().run();
            next = next(until);
        }
        now = until;
    }

    /** How many tasks wait for their time. */
    int waiting() {
        tasks.removeIf(Task::isCancelled);
        return tasks.size();
    }

    private Optional<Task> next(long until) {
        return tasks.stream()
                .filter(task -> !task.isCancelled() && task.due - until <= 0)
                .min(Comparator.comparingLong((Task task) -> task.due - now));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        Task added = new Task(task, now + unit.toNanos(delay));
        tasks.add(added);
        return added;
    }

    @Override
    public <T> ScheduledFuture<T> schedule(Callable<T> task, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long delay, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long delay, long pause, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }

    private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final long due;

        Task(Runnable task, long due) {
            super(task, null);
            this.due = due;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - now, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
