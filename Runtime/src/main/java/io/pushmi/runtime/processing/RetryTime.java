package io.pushmi.runtime.processing;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When an event that failed is delivered again. */
final class RetryTime {
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private RetryTime() {}

    /**
     * @param attempts how often it has failed
     * @return null for not before somebody asks for it
     */
    static @Nullable Instant after(Retry retry, int attempts, Instant failed) {
        if (retry instanceof Retry.After after) {
            return failed.plus(after.delay());
        }
        return retry instanceof Retry.Never ? null : failed.plus(unspecified(attempts));
    }

    private static Duration unspecified(int attempts) {
        return attempts < LONGEST.toSeconds() / STEP.toSeconds() ? STEP.multipliedBy(attempts) : LONGEST;
    }
}
