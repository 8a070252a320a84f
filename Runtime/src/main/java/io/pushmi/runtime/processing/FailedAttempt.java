package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What becomes of a partition whose event failed. */
final class FailedAttempt {
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration LONGEST_ASKED = Duration.ofDays(100_000);

    private FailedAttempt() {}

    /** @param attempts how often the event has failed */
    static PartitionStatus of(
            Handling handling, PartitionId partition, Outcome.Failed failed, int attempts, Instant now) {
        return new PartitionStatus(
                partition,
                new SequenceNumber(handling.position()),
                handling.streamPosition(),
                PartitionStatus.State.FAILING,
                failed.reason(),
                attempts,
                now,
                nextTry(failed.retry(), attempts, now));
    }

    /** The same, but for when it is delivered again. */
    static PartitionStatus dueAt(PartitionStatus status, Instant nextTry) {
        return new PartitionStatus(
                status.partition(),
                status.position(),
                status.streamPosition(),
                status.state(),
                status.reason(),
                status.attempts(),
                status.lastFailed(),
                nextTry);
    }

    private static @Nullable Instant nextTry(Retry retry, int attempts, Instant failed) {
        if (retry instanceof Retry.After after) {
            return failed.plus(after.delay().compareTo(LONGEST_ASKED) < 0 ? after.delay() : LONGEST_ASKED);
        }
        return retry instanceof Retry.Never ? null : failed.plus(unspecified(attempts));
    }

    private static Duration unspecified(int attempts) {
        return attempts < LONGEST.toSeconds() / STEP.toSeconds() ? STEP.multipliedBy(attempts) : LONGEST;
    }
}
