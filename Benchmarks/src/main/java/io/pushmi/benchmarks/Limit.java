package io.pushmi.benchmarks;

import java.time.Duration;

/**
 * How long a load goes on: no call begins once the time is over, or once as many have begun.
 *
 * @param time more than nothing
 * @param calls at least one
 */
record Limit(Duration time, long calls) {
    Limit {
        if (time.isNegative() || time.isZero() || calls < 1) {
            throw new IllegalArgumentException("a load takes some time and calls, not " + time + " and " + calls);
        }
    }

    static Limit of(Duration time) {
        return new Limit(time, Long.MAX_VALUE);
    }

    static Limit ofCalls(long calls, Duration longest) {
        return new Limit(longest, calls);
    }
}
