package io.pushmi.runtime.storage;

import java.util.HexFormat;

/** Identifies a commit within its log, for ever: one that a client chose, else 128 random bits. */
public sealed interface CommitId {
    /** The longest id that a client may choose, in characters. */
    int MAXIMUM_LENGTH = 128;

    /** The id as text; the two forms never share one in practice, and equality does not rest on it. */
    String text();

    /** An id that a client chose, by which it may repeat the commit safely. */
    record Chosen(String text) implements CommitId {
        public Chosen {
            if (text.isEmpty()
                    || text.length() > MAXIMUM_LENGTH
                    || !text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
                throw new IllegalArgumentException("a commit id is 1 to " + MAXIMUM_LENGTH
                        + " visible ASCII characters, found " + text.length() + " characters");
            }
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** An id that nobody chose. */
    record Random(long high, long low) implements CommitId {
        @Override
        public String text() {
            HexFormat hex = HexFormat.of();
            return hex.toHexDigits(high) + hex.toHexDigits(low);
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
