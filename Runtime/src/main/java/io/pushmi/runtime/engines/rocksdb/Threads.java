package io.pushmi.runtime.engines.rocksdb;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of a store. None of them keeps a process alive. */
final class Threads {
    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

    private Threads() {}

    static ThreadFactory named(String purpose) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, "pushmi-store-" + purpose + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Runs the work after so many milliseconds, unless the store is closed before. */
    static void schedule(ScheduledExecutorService executor, long delay, Runnable work) {
        try {
            ScheduledFuture<?> unused = executor.schedule(work, delay, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            LOG.debug("The store is being closed, so that its maintenance stops: {}", closing.toString());
        }
    }

    /** Waits until everything that was submitted is done. An interrupt is kept for later: half closed is not closed. */
    static void finish(ExecutorService executor) {
        executor.shutdown();
        boolean isInterrupted = false;
        boolean isFinished = false;
        while (!isFinished) {
            try {
                isFinished = executor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException interrupted) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
