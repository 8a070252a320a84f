package io.pushmi.runtime.engines.rocksdb;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps commits from using up the room that RocksDB needs for its own housekeeping: out of that, it can no longer even
 * make room. Between two probes it counts what was written itself. Safe for any thread.
 */
final class SpaceGuard {
    private static final long BETWEEN_PROBES = TimeUnit.MILLISECONDS.toNanos(100);

    private final FreeSpace space;
    private final long reserve;
    private long usable;
    private long probedAt;
    private boolean isProbed;
    private @Nullable String shortage;

    SpaceGuard(FreeSpace space, long reserve) {
        this.space = space;
        this.reserve = reserve;
    }

    /** Why so many bytes more must not be written now, or null if they may. */
    @Nullable
    synchronized String refusal(long bytes) {
        probe();
        if (shortage == null && usable - bytes < reserve) {
            shortage = below(usable);
        }
        return shortage;
    }

    synchronized void written(long bytes) {
        usable -= bytes;
    }

    /** Why nothing may be written now, or null if something may. */
    @Nullable
    synchronized String shortage() {
        return refusal(0);
    }

    private void probe() {
        if (isProbed && System.nanoTime() - probedAt < BETWEEN_PROBES) {
            return;
        }
        try {
            usable = space.usableBytes();
            shortage = usable < reserve ? below(usable) : null;
        } catch (IOException failed) {
            shortage = "free space cannot be told: " + failed + "; commits resume when it can";
        }
        isProbed = true;
        probedAt = System.nanoTime();
    }

    private String below(long found) {
        return "free space of " + found + " bytes is at or near the reserve of " + reserve
                + " bytes; commits resume when space returns";
    }
}
