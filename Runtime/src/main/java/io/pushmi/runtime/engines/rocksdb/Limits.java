package io.pushmi.runtime.engines.rocksdb;

/** What every read by page asks of its limit. */
final class Limits {
    private Limits() {}

    static void requirePositive(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a page has room for at least one, not " + limit);
        }
    }
}
