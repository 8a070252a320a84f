package io.pushmi.benchmarks;

import java.time.Duration;
import org.HdrHistogram.AbstractHistogram;

/**
 * How a load went.
 *
 * @param calls how many calls were answered, or how many of whatever else is counted there were
 * @param times how long each call took, in nanoseconds
 * @param elapsed from the first call's begin to the last one's answer
 */
record Timing(long calls, AbstractHistogram times, Duration elapsed) {
    double perSecond() {
        return calls() / (elapsed.toNanos() / 1e9);
    }
}
