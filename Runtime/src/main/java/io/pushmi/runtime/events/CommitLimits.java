package io.pushmi.runtime.events;

import io.pushmi.runtime.storage.StoredSize;

/**
 * How large what is committed may be, in bytes.
 *
 * @param event the largest content of one event
 * @param commit the largest commit as {@link StoredSize} counts it, at most {@link StoredSize#MAXIMUM}
 */
public record CommitLimits(long event, long commit) {
    public CommitLimits {
        if (event < 1 || commit < 1 || commit > StoredSize.MAXIMUM) {
            throw new IllegalArgumentException("event and commit limits are at least 1 byte, and a commit's at most "
                    + StoredSize.MAXIMUM + ", found " + event + " and " + commit);
        }
    }
}
