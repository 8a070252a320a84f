package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.PageLimit;

/**
 * How large the documents of a log were lately, so that a page asks for about as many as it has room for. A guess: the
 * races of those who note sizes at once do no harm.
 */
final class DocumentSizes {
    /** No more at once, however small they are. */
    private static final int MOST = 1_000;

    private static final long LARGEST_REPLY = 8L << 20;
    private static final int WEIGHT = 16;

    private volatile long usual = 1024;

    void note(long size) {
        long before = usual;
        usual = before + (size - before) / WEIGHT;
    }

    /** How many documents to ask for, for a page with this limit. */
    int within(PageLimit limit) {
        long fitting = Math.min(limit.bytes(), LARGEST_REPLY) / Math.max(1, usual) + 1;
        return Math.toIntExact(Math.min(fitting, Math.min(limit.commits(), MOST)));
    }
}
