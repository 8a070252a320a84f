package io.pushmi.benchmarks;

import java.util.Map;
import java.util.Objects;

/**
 * A ratio that is worked out for each round.
 *
 * @param name what it is of
 * @param ratio from the samples of a round by the names of their contenders
 */
record Comparison(String name, Ratio ratio) {
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

    static Sample sample(Map<String, Sample> round, String who) {
        return Objects.requireNonNull(round.get(who));
    }
}
