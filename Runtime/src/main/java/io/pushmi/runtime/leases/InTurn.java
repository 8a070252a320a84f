package io.pushmi.runtime.leases;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time and in their order, on the threads that bring them. A task that is brought from inside another
 * runs after it, so that claimants may claim and release while they are being told something.
 */
final class InTurn {
    private static final Logger LOG = LoggerFactory.getLogger(InTurn.class);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Runnable first;

    /** @param first run before each task */
    InTurn(Runnable first) {
        this.first = first;
    }

    /** Now or soon; from any thread. */
    void run(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() != 0) {
            return;
        }
        do {
            runNext();
        } while (waiting.decrementAndGet() != 0);
    }

    private void runNext() {
        Runnable task = tasks.remove();
        try {
            first.run();
            task.run();
        } catch (RuntimeException | Error failure) {
            LOG.error("somebody who claims a lease failed when told about it", failure);
        }
    }
}
