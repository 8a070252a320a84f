package io.pushmi.runtime.log;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A timer whose time passes when a spec lets it, and which counts what it was asked to do once. */
final class CountedTime extends ScheduledThreadPoolExecutor {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(task -> task.due));
    private long now;
    private int asked;
    private int repetitions;

    CountedTime() {
        super(0);
    }

    /** Lets the time pass, and runs on this thread whatever is due meanwhile, each at its time. */
    void pass(Duration duration) {
        long end = now() + duration.toNanos();
        for (Task due = next(end); due != null; due = next(end)) {
            due.run();
        }
    }

    /** How often somebody asked for something to be done later, once. */
    synchronized int asked() {
        return asked;
    }

    /** How often what is to be done again and again was done. */
    synchronized int repetitions() {
        return repetitions;
    }

    private synchronized long now() {
        return now;
    }

    private synchronized @Nullable Task next(long end) {
        Task first = tasks.peek();
        if (first == null || first.due > end) {
            now = end;
            return null;
        }
        tasks.remove(first);
        now = first.due;
        if (first.period > 0) {
            repetitions++;
            tasks.add(new Task(first.work, now + first.period, first.period));
        }
        return first;
    }

    @Override
    public synchronized ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        asked++;
        return add(new Task(work, now + unit.toNanos(delay), 0));
    }

    @Override
    public synchronized ScheduledFuture<?> scheduleWithFixedDelay(
            Runnable work, long initial, long delay, TimeUnit unit) {
        return add(new Task(work, now + unit.toNanos(initial), unit.toNanos(delay)));
    }

    private Task add(Task task) {
        tasks.add(task);
        return task;
    }

    private static final class Task extends FutureTask<Object> implements ScheduledFuture<Object> {
        private final Runnable work;
        private final long due;
        private final long period;

        Task(Runnable work, long due, long period) {
            super(Executors.callable(work));
            this.work = work;
            this.due = due;
            this.period = period;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
