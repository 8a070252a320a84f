package io.pushmi.runtime.storage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The end of a log, which is always the end of a durable commit.
 *
 * @param next the position that the next commit gets
 * @param last the id of the commit that ends there, or null for an empty log
 * @param occurred the latest instant that a commit of this log carries, or null for an empty log
 */
public record Head(
        SequenceNumber next,
        @Nullable CommitId last,
        @Nullable Instant occurred) {
    public static final Head EMPTY = new Head(SequenceNumber.FIRST, null, null);
}
