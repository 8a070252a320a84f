package io.pushmi.runtime.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one Runtime, apart from those of its connections and its store. None of their work waits for anything,
 * so there are about as many as processors.
 *
 * @param reading reads through large commits, and translates large parts of logs, which takes one a while
 * @param logs judges and orders commits, and must not stand behind those large ones
 * @param timer starts what is due later
 */
record Threads(ExecutorService reading, ExecutorService logs, ScheduledExecutorService timer) {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    static Threads start() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("pushmi-timer"));
        timer.setRemoveOnCancelPolicy(true);
        return new Threads(
                Executors.newFixedThreadPool(PROCESSORS, named("pushmi-reading")),
                Executors.newFixedThreadPool(PROCESSORS, named("pushmi-log")),
                timer);
    }

    /** Ends all of them; what they have not begun is dropped. */
    void stop() {
        timer.shutdownNow();
        logs.shutdown();
        reading.shutdown();
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
