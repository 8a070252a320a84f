package io.pushmi.benchmarks;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many events a handler is behind what is acknowledged, looked at with each acknowledgement. Acknowledgements are told on
 * one thread, events on any.
 */
final class Lag {
    private static final int PARTS = 10;

    private final long inPart;
    private final long all;
    private final AtomicLong received = new AtomicLong();
    private long acknowledged;
    private double begin;
    private double end;

    /** @param commits how many there will be, of one event each */
    Lag(long commits) {
        all = commits;
        inPart = Math.max(1, commits / PARTS);
    }

    void acknowledged() {
        long behind = Math.max(0, acknowledged + 1 - received.get());
        if (acknowledged < inPart) {
            begin += (double) behind / inPart;
        }
        if (acknowledged >= all - inPart) {
            end += (double) behind / inPart;
        }
        acknowledged++;
    }

    void received() {
        received.incrementAndGet();
    }

    /** The mean in the first tenth of the commits. */
    double atBegin() {
        return begin;
    }

    /** The mean in the last tenth of the commits. */
    double atEnd() {
        return end;
    }
}
