package io.pushmi.runtime.processing.filters;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other, in the order in which they come: whoever brings one while no other is run runs it, and
 * those that come meanwhile. A task that is brought by a task runs after it.
 */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();

    void run(Runnable task) {
        tasks.add(task);
        if (open.getAndIncrement() > 0) {
            return;
        }
        do {
            runSafely(Objects.requireNonNull(tasks.poll(), "each task is counted after it is added"));
        } while (open.decrementAndGet() > 0);
    }

    private static void runSafely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException failure) {
            LOG.error("a task failed; those after it go on", failure);
        }
    }
}
