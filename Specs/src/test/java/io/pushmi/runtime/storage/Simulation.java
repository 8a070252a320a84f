package io.pushmi.runtime.storage;

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
 * delay only says that a task may run later than others; repeated tasks are not run. The same seed gives the same run.
 */
public final class Simulation extends AbstractExecutorService implements ScheduledExecutorService {
    private final Random random;
    private final List<Runnable> tasks = new ArrayList<>();

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
        tasks.add(task);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        execute(task);
        return new Scheduled();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initial, long delay, TimeUnit unit) {
        return new Scheduled();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initial, long period, TimeUnit unit) {
        return new Scheduled();
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
        Runnable task = tasks.get(chosen);
        tasks.set(chosen, tasks.get(tasks.size() - 1));
        tasks.remove(tasks.size() - 1);
        task.run();
    }

    private static final class Scheduled extends FutureTask<Void> implements ScheduledFuture<Void> {
        Scheduled() {
            super(() -> null);
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
