package io.pushmi.contracts.reversecalls;

import java.time.Duration;

/**
 * How long a server waits on a reverse call, and how much it lets wait.
 *
 * @param callTimeout how long a client may take to answer a request, counted from when the request was taken for
 *     sending; more than nothing, at most ten years. A client that takes longer loses the stream
 * @param queue how many requests wait for the transport at most; at least 1
 * @param longestSilenceBeforeRegistration how long a client may take to register once it has opened the stream; more
 *     than nothing, at most ten years
 */
public record ReverseCallSettings(Duration callTimeout, int queue, Duration longestSilenceBeforeRegistration) {
    private static final Duration LONGEST = Duration.ofDays(3650);

    /** Ten minutes for an answer, 256 requests that wait, and one minute to register. */
    public static final ReverseCallSettings DEFAULT =
            new ReverseCallSettings(Duration.ofMinutes(10), 256, Duration.ofMinutes(1));

    /** @throws IllegalArgumentException if a value is not in its range */
    public ReverseCallSettings {
        requireInRange("callTimeout", callTimeout);
        requireInRange("longestSilenceBeforeRegistration", longestSilenceBeforeRegistration);
        if (queue < 1) {
            throw new IllegalArgumentException("queue: expected at least 1, found " + queue);
        }
    }

    private static void requireInRange(String name, Duration found) {
        if (found.isNegative() || found.isZero() || found.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + ": expected more than nothing and at most " + LONGEST + ", found " + found);
        }
    }
}
