package io.pushmi.runtime.processing;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import reactor.util.concurrent.Queues;

/**
 * Where everything of one processor happens, one thing at a time. There is no thread of its own: whoever brings a task
 * while nothing runs, runs it, and whatever is brought meanwhile. A task that is brought from inside runs after the one
 * that brought it, so that the stack does not grow with answers that come at once.
 */
final class Loop {
    private final Queue<Runnable> tasks =
            Queues.<Runnable>unboundedMultiproducer().get();
    private final AtomicInteger work = new AtomicInteger();
    private final Runnable afterwards;
    private final Consumer<Throwable> broken;

    /**
     * @param afterwards run each time that tasks were run
     * @param broken told what a task failed with, inside the loop
     */
    Loop(Runnable afterwards, Consumer<Throwable> broken) {
        this.afterwards = afterwards;
        this.broken = broken;
    }

    /** Runs the task inside the loop, now or soon. From any thread. */
    void run(Runnable task) {
        tasks.add(task);
        if (work.getAndIncrement() == 0) {
            drain();
        }
    }

    private void drain() {
        int seen = work.get();
        do {
            runAll();
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    private void runAll() {
        try {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            afterwards.run();
        } catch (RuntimeException | Error failure) {
            broken.accept(failure);
        }
    }
}
