package io.pushmi.runtime.doors.dolittle;

import com.google.protobuf.MessageLite;

/** Keeps an answer that must be one message from growing beyond what a message may have. For one thread at a time. */
final class AnswerSize {
    /** The most bytes of an answer. */
    static final int LIMIT = 64 * 1024 * 1024;

    /** What a part costs besides its own bytes: its number and its length. */
    private static final int FRAME = 6;

    private final String what;
    private final String instead;
    private long size;

    /**
     * @param what is in the answer, in the plural
     * @param instead what else to ask for, as the end of a sentence
     */
    AnswerSize(String what, String instead) {
        this.what = what;
        this.instead = instead;
    }

    /**
     * Counts a part before it is kept.
     *
     * @throws Refusal if there is too much
     */
    void add(MessageLite part) {
        size += part.getSerializedSize() + FRAME;
        if (size > LIMIT) {
            throw new Refusal(
                    FailureType.OTHER,
                    what + " take more than the " + LIMIT + " bytes that one response may have; " + instead);
        }
    }
}
