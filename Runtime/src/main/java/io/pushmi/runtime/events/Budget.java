package io.pushmi.runtime.events;

import io.pushmi.runtime.storage.StoredSize;

/** How much more one read may give. For one thread at a time. */
final class Budget {
    private final boolean isUnlimited;
    private long events;
    private long bytes;
    private boolean isUntouched = true;

    Budget(ReadLimit limit) {
        this.isUnlimited = limit.equals(ReadLimit.NONE);
        this.events = limit.events();
        this.bytes = limit.bytes();
    }

    /** At least 1 unless it is spent. */
    long events() {
        return events;
    }

    /** At least 1 unless it is spent. */
    long bytes() {
        return bytes;
    }

    boolean isSpent() {
        return events <= 0 || bytes <= 0;
    }

    /** How many of the events there is room for, from the first on; that room is taken. */
    int take(Excerpt wanted) {
        if (isUnlimited) {
            return wanted.count();
        }
        int taken = 0;
        while (taken < wanted.count() && take(StoredSize.of(wanted.event(taken)))) {
            taken++;
        }
        return taken;
    }

    private boolean take(long size) {
        if (isSpent() || (size > bytes && !isUntouched)) {
            return false;
        }
        isUntouched = false;
        events--;
        bytes -= size;
        return true;
    }
}
