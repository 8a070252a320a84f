package io.pushmi.runtime.log;

import java.lang.management.ManagementFactory;

/** How much of the heap is in use once what nobody needs is collected. */
final class UsedHeap {
    private static final int COLLECTIONS_AT_MOST = 8;
    private static final long STEADY = 256 * 1024;

    private UsedHeap() {}

    /** In bytes, to about a mebibyte. */
    static long now() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS_AT_MOST; i++) {
            long before = used;
            System.gc();
            used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            if (before - used < STEADY) {
                break;
            }
        }
        return used;
    }
}
