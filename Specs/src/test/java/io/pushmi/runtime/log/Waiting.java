package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.LogId;

/** Who waits in a log, for specs of other rooms. */
public final class Waiting {
    private Waiting() {}

    /** How many followers have caught up with the log and wait for its next commit. */
    public static int followersOf(EventLogs logs, LogId log) {
        return logs.log(log).waitingFollowers();
    }
}
