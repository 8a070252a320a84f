package io.pushmi.runtime.storage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs everything on the calling thread, in an order drawn from a seed: of all tasks that could run next any one may. A
 * delay only says that a task may run later than others, and the clock stands at the latest that has run; repeated tasks
 * are not run. The same seed gives the same run.
 *
 * <p>Who needs time to pass evenly uses {@link #calm} and {@link #pass} alone: then nothing runs before it is due.
 */
public final class Simulation extends AbstractExecutorService implements ScheduledExecutorService {
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final Random random;
    private final List<Task> tasks = new ArrayList<>();
    private long now;

    private record Task(Runnable work, long due) {}

    public Simulation(Random random) {
        this.random = random;
    }

    /** Runs tasks, and those that they bring, until there are none. */
    public void runToTheEnd(int most) {
        for (int i = 0; i < most && !tasks.isEmpty(); i++) {
            runOne();
        }
        if (!tasks.isEmpty()) {
            throw new AssertionError("after " + most + " tasks there are still " + tasks.size());
        }
    }

    /** Runs at most so many tasks. */
    public void run(int most) {
        for (int i = 0; i < most && !tasks.isEmpty(); i++) {
            runOne();
        }
    }

    /** Runs whatever is due, and what that brings, until nothing is due any more. */
    public void calm(int most) {
        int left = most;
        for (List<Task> due = due(now); !due.isEmpty(); due = due(now)) {
            if (left-- == 0) {
                throw new AssertionError("after " + most + " tasks there are still " + due.size());
            }
            run(due.get(random.nextInt(due.size())));
        }
    }

    /** Lets time pass, and runs whatever is due meanwhile, each at its time. */
    public void pass(Duration duration, int most) {
        long end = now + duration.toNanos();
        calm(most);
        for (List<Task> due = due(end); !due.isEmpty(); due = due(end)) {
            now = due.stream().mapToLong(Task::due).min().orElseThrow();
            calm(most);
        }
        now = end;
    }

    /** Ends everything that is under way, as a crash does: nothing of it happens any more. */
    public void forget() {
        tasks.clear();
    }

    /** The time of this simulation. */
    public Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return BEGINNING.plusNanos(now);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new AssertionError("nobody asks for a zone");
            }
        };
    }

    /** The same time as a timer counts it. */
    public long nanoTime() {
        return now;
    }

    /** Answers a question at some later point, and lets the answer arrive at another. */
    public <T> CompletableFuture<T> later(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> {
            try {
                T found = question.get();
                execute(() -> answer.complete(found));
            } catch (RuntimeException failure) {
                execute(() -> answer.completeExceptionally(failure));
            }
        });
        return answer;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(new Task(task, now));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        Scheduled scheduled = new Scheduled(task);
        tasks.add(new Task(scheduled, now + unit.toNanos(delay)));
        return scheduled;
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initial, long delay, TimeUnit unit) {
        return new Scheduled(() -> {});
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initial, long period, TimeUnit unit) {
        return new Scheduled(() -> {});
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        throw new AssertionError("nobody schedules a question");
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
        return true;
    }

    private void runOne() {
        int chosen = random.nextInt(tasks.size());
        run(tasks.get(chosen));
    }

    private void run(Task task) {
        int place = tasks.indexOf(task);
        tasks.set(place, tasks.get(tasks.size() - 1));
        tasks.remove(tasks.size() - 1);
        now = Math.max(now, task.due());
        task.work().run();
    }

    private List<Task> due(long end) {
        return tasks.stream().filter(task -> task.due() <= end).toList();
    }

    private static final class Scheduled extends FutureTask<Void> implements ScheduledFuture<Void> {
        Scheduled(Runnable work) {
            super(() -> {
                work.run();
                return null;
            });
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
