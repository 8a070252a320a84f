package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.Commit;

/** The end of a log that is open: what its committer knows there, and what its followers share. */
record AtHead(HeadState state, Tail tail) {
    /** Moves the end over a commit that is in the log, whoever wrote it, and shows it to the followers. */
    void advance(Commit commit) {
        state.advance(commit);
        tail.publish(commit);
    }
}
