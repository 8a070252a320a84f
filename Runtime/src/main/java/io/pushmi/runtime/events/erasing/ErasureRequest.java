package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.storage.LogId;

/**
 * What somebody wants erased of a log, and why. It counts for the events that are there when it is asked for.
 *
 * @param by who wants it, not blank
 * @param reason why, not blank
 */
public record ErasureRequest(LogId log, Target target, String by, String reason) {
    public ErasureRequest {
        requireText(by, "who wants it");
        requireText(reason, "the reason for it");
    }

    private static void requireText(String text, String what) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("an erasure needs " + what + ", found nothing");
        }
    }
}
