package io.pushmi.runtime.storage;

/**
 * How much one read returns at most. The first commit is returned whatever its size, so that a reader always gets on.
 *
 * @param commits at least 1
 * @param bytes as {@link StoredSize} counts them, at least 1
 */
public record PageLimit(int commits, long bytes) {
    public PageLimit {
        if (commits < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "a page has room for at least one commit and one byte, not " + commits + " and " + bytes);
        }
    }
}
