package io.pushmi.runtime.log;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what the commits that wait take in memory, over all logs, and says when there is no room for more. */
final class PendingBytes {
    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    PendingBytes(long limit) {
        this.limit = limit;
    }

    /** A single commit that is larger than the limit still gets in where nothing else waits. */
    boolean tryTake(long size) {
        long before = taken.getAndAdd(size);
        if (before == 0 || before + size <= limit) {
            return true;
        }
        taken.addAndGet(-size);
        return false;
    }

    void giveBack(long size) {
        taken.addAndGet(-size);
    }

    long taken() {
        return taken.get();
    }

    long limit() {
        return limit;
    }
}
