package io.pushmi.benchmarks;

import java.util.Map;

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
}
