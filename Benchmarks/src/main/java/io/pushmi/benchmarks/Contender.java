package io.pushmi.benchmarks;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Something that is put under load.
 *
 * @param name one word for it in what is printed
 * @param server the process that serves, or null if it is this one
 * @param load what is done to it
 */
record Contender(String name, @Nullable JavaProcess server, Loaded load) {
    /** Puts a load on and waits until it is over. */
    interface Loaded {
        Timing run(Limit limit) throws Exception;
    }

    Sample run(Limit limit) throws Exception {
        Duration before = processorTime();
        Timing timing = load.run(limit);
        Duration used = processorTime().minus(before);
        return Sample.of(timing, server == null ? OptionalLong.empty() : server.residentBytes(), used);
    }

    /** Waits until it does nearly nothing by itself, though not for ever. */
    void awaitRest() throws InterruptedException {
        Rest.await(this::processorTime);
    }

    private Duration processorTime() {
        return server == null
                ? ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO)
                : server.processorTime();
    }
}
