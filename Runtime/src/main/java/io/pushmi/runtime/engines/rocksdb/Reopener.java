package io.pushmi.runtime.engines.rocksdb;

import java.util.concurrent.ScheduledExecutorService;

/** Keeps trying to open a store again that failed, less and less often, so that it recovers though nobody uses it. */
final class Reopener {
    private static final long FIRST_DELAY = 100;
    private static final long LONGEST_DELAY = 5_000;

    private final Store store;
    private final ScheduledExecutorService executor;

    Reopener(Store store, ScheduledExecutorService executor) {
        this.store = store;
        this.executor = executor;
    }

    void start() {
        schedule(FIRST_DELAY);
    }

    private void schedule(long delay) {
        Threads.schedule(executor, delay, () -> attempt(delay));
    }

    private void attempt(long delay) {
        if (!store.reopen()) {
            schedule(Math.min(2 * delay, LONGEST_DELAY));
        }
    }
}
