package io.pushmi.benchmarks;

import java.time.Duration;
import org.HdrHistogram.AbstractHistogram;

/**
 * How the calls of a load went.
 *
 * @param times how long each call took, in nanoseconds
 * @param elapsed from the first call's begin to the last one's answer
 */
record Timing(AbstractHistogram times, Duration elapsed) {
    long calls() {
        return times.getTotalCount();
    }

    double perSecond() {
        return calls() / (elapsed.toNanos() / 1e9);
    }
}
