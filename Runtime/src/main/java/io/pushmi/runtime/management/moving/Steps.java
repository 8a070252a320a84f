package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.Progress;

/** Adds up how far a move is. For one thread. */
final class Steps {
    private final Progress progress;
    private final long expected;
    private long done;

    Steps(Progress progress, long expected) {
        this.progress = progress;
        this.expected = expected;
    }

    void done(long more) {
        done += more;
        progress.advanced(done, Math.max(done, expected));
    }
}
