package io.pushmi.benchmarks;

import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * A figure that is worked out for each round, usually a ratio.
 *
 * @param name what it is of
 * @param unit empty for a ratio
 * @param ratio from the samples of a round by the names of their contenders
 */
record Comparison(String name, String unit, Ratio ratio) {
    private static final double MICROS_IN_MILLI = 1e3;

    /** A ratio, which has no unit. */
    Comparison(String name, Ratio ratio) {
        this(name, "", ratio);
    }

    /** Of a round. */
    interface Ratio {
        double of(Map<String, Sample> round);
    }

    /** How many calls one had answered in a second by how many another had. */
    static Comparison ofRates(String calls, String one, String other) {
        return new Comparison(
                calls + " per second, " + one + " / " + other,
                round -> sample(round, one).perSecond() / sample(round, other).perSecond());
    }

    /** How long calls took, by what the samples say in microseconds. */
    static Comparison ofTimes(String name, String who, ToDoubleFunction<Sample> micros) {
        return new Comparison(name, "ms", round -> micros.applyAsDouble(sample(round, who)) / MICROS_IN_MILLI);
    }

    static Sample sample(Map<String, Sample> round, String who) {
        return Objects.requireNonNull(round.get(who));
    }
}
