package io.pushmi.runtime.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Several threads that start at the same moment, each with one task. */
final class Crowd {
    private static final long PATIENCE_SECONDS = 60;

    private Crowd() {}

    interface Task<T> {
        T run() throws Exception;
    }

    /** The results in the order of the tasks, once all are done; the first failure of a task, if there is one. */
    static <T> List<T> of(List<? extends Task<T>> tasks) {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        CountDownLatch start = new CountDownLatch(tasks.size());
        try {
            List<Future<T>> running = new ArrayList<>();
            for (Task<T> task : tasks) {
                running.add(threads.submit(() -> {
                    start.countDown();
                    start.await();
                    return task.run();
                }));
            }
            return resultsOf(running);
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> List<T> resultsOf(List<Future<T>> running) {
        List<T> results = new ArrayList<>();
        for (Future<T> result : running) {
            try {
                results.add(result.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            } catch (ExecutionException failed) {
                throw new AssertionError("one of the crowd failed: " + failed.getCause(), failed.getCause());
            } catch (TimeoutException late) {
                throw new AssertionError("one of the crowd is not done in " + PATIENCE_SECONDS + " seconds", late);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted before the crowd was done", interrupted);
            }
        }
        return results;
    }
}
