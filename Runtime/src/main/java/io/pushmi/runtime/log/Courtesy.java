package io.pushmi.runtime.log;

import java.time.Duration;

/** When a committer that met another Runtime's commits lets that one go first. Used by the committer's owner only. */
final class Courtesy {
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private Duration own = Duration.ZERO;
    private boolean hasLost;

    /** An append was successful that took so long. */
    void appended(Duration took) {
        own = took;
    }

    /** The place that an append was for was taken by somebody else. */
    void lost() {
        hasLost = true;
    }

    /** How long to wait before the next append. */
    Duration beforeAppend() {
        boolean waits = hasLost;
        hasLost = false;
        return !waits ? Duration.ZERO : own.compareTo(LONGEST) < 0 ? own : LONGEST;
    }
}
