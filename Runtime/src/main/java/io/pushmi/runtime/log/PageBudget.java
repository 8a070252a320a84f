package io.pushmi.runtime.log;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much the followers of a Runtime may read ahead. Large pages read faster; but a page waits in memory for as long as
 * its subscriber is slow, and there may be thousands of those. May be used by any number of threads.
 */
final class PageBudget {
    static final long LARGEST_PAGE = 1024 * 1024;
    static final long SMALLEST_PAGE = 32 * 1024;

    /** One more page is at most this part of what is left, so that what is left lasts for many. */
    private static final int PART = 16;

    private final long total;
    private final AtomicLong taken = new AtomicLong();

    /** @param total bytes of all pages together, apart from the smallest ones, which everybody gets */
    PageBudget(long total) {
        this.total = total;
    }

    /** How many bytes a page may have; to be given back when nothing of the page is held any more. */
    long take() {
        while (true) {
            long before = taken.get();
            long page = Math.max(SMALLEST_PAGE, Math.min(LARGEST_PAGE, (total - before) / PART));
            if (taken.compareAndSet(before, before + page)) {
                return page;
            }
        }
    }

    void giveBack(long page) {
        taken.addAndGet(-page);
    }

    /** How many bytes are taken at this moment. */
    long taken() {
        return taken.get();
    }
}
