package io.pushmi.runtime.server;

import java.util.concurrent.ThreadLocalRandom;

/** Names one unexpected failure, so that what a caller was told can be found in the log. */
record ErrorId(String value) {
    static ErrorId random() {
        return new ErrorId(Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE));
    }

    @Override
    public String toString() {
        return value;
    }
}
