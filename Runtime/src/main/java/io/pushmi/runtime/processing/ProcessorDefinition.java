package io.pushmi.runtime.processing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a client registers.
 *
 * @param alias a name for people, if the client gave one
 * @param partitioned whether a failing event holds up only its own partition
 * @param concurrency how many partitions are handled at a time for one tenant, at least 1; without effect unless
 *     partitioned
 * @param stopAt events that occurred then or later are not delivered; null for no end
 */
public record ProcessorDefinition(
        ProcessorId id,
        @Nullable String alias,
        Selection selection,
        boolean partitioned,
        int concurrency,
        StartFrom startFrom,
        @Nullable Instant stopAt) {
    public ProcessorDefinition {
        if (concurrency < 1) {
            throw new IllegalArgumentException("a concurrency is at least 1, not " + concurrency);
        }
    }

    /** One that takes its events one at a time, from the first of the log on and without end. */
    public static ProcessorDefinition sequential(ProcessorId id, @Nullable String alias, Selection selection) {
        return new ProcessorDefinition(id, alias, selection, false, 1, StartFrom.FIRST, null);
    }
}
