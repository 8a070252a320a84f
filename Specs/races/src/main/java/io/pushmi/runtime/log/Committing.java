package io.pushmi.runtime.log;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A log that is committed to, and what is left over when all is said; everything happens on the calling thread. */
final class Committing {
    final ShortLogs store = new ShortLogs();
    final EventLog log;
    private final PendingBytes bytes = new PendingBytes(1 << 20);

    Committing(Duration longestWait) {
        log = new EventLog(
                Given.LOG,
                store,
                Given.settings(longestWait),
                bytes,
                new PageBudget(0),
                Clock.systemUTC(),
                Runnable::run,
                (delay, task) -> task.run());
    }

    CompletionStage<CommitOutcome> commit() {
        return log.commit(Given.REQUEST);
    }

    Follows follow() {
        Follows follows = new Follows(Long.MAX_VALUE);
        log.follow(Given.commit(0).first(), Set.of()).subscribe(follows);
        return follows;
    }

    /** What waits for ever, if anything does. */
    String left() {
        if (!log.isIdle()) {
            return "work";
        }
        return bytes.taken() == 0 ? "nothing" : bytes.taken() > 0 ? "room" : "more room than there is";
    }
}
