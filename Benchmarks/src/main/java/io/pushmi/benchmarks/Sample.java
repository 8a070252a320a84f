package io.pushmi.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/**
 * One run of one contender. Times are microseconds a call.
 *
 * @param residentBytes of the server's process at the end of the run, where there is one and the system tells
 * @param processorMicros processor time of that process, a call
 */
record Sample(
        long calls,
        double perSecond,
        double p50,
        double p99,
        double p999,
        double longest,
        OptionalLong residentBytes,
        double processorMicros) {

    static Sample of(Timing timing, OptionalLong residentBytes, Duration processorTime) {
        return new Sample(
                timing.calls(),
                timing.perSecond(),
                timing.times().getValueAtPercentile(50) / 1e3,
                timing.times().getValueAtPercentile(99) / 1e3,
                timing.times().getValueAtPercentile(99.9) / 1e3,
                timing.times().getMaxValue() / 1e3,
                residentBytes,
                processorTime.toNanos() / 1e3 / Math.max(1, timing.calls()));
    }

    /** Each figure is the median of that figure in the samples, of which there is at least one. */
    static Sample median(List<Sample> samples) {
        return new Sample(
                (long) median(samples, Sample::calls),
                median(samples, Sample::perSecond),
                median(samples, Sample::p50),
                median(samples, Sample::p99),
                median(samples, Sample::p999),
                median(samples, Sample::longest),
                samples.stream().allMatch(sample -> sample.residentBytes().isPresent())
                        ? OptionalLong.of((long)
                                median(samples, sample -> sample.residentBytes().orElseThrow()))
                        : OptionalLong.empty(),
                median(samples, Sample::processorMicros));
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return Median.of(samples.stream().mapToDouble(figure).toArray());
    }
}
