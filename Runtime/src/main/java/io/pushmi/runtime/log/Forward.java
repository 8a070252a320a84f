package io.pushmi.runtime.log;

import io.pushmi.runtime.log.Lookout.Found;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads one log forward from its end as it is known here, over what other Runtimes committed. Used by the committer's owner
 * only.
 */
final class Forward {
    private static final PageLimit PAGE = new PageLimit(256, 4 * 1024 * 1024);

    private final LogId log;
    private final EventLogStorage storage;
    private final Lookout lookout;
    private final Courtesy courtesy;
    private final Delays delays;

    Forward(LogId log, EventLogStorage storage, Lookout lookout, Courtesy courtesy, Delays delays) {
        this.log = log;
        this.storage = storage;
        this.lookout = lookout;
        this.courtesy = courtesy;
        this.delays = delays;
    }

    /** What follows the end as it is known here; the end does not move yet. */
    CompletionStage<CommitPage> next(AtHead atHead) {
        return storage.read(log, atHead.state().head().next(), PAGE);
    }

    /** Moves the end over commits of others. */
    void meet(AtHead atHead, List<Commit> commits) {
        if (!commits.isEmpty()) {
            commits.forEach(atHead::advance);
            lookout.met();
            courtesy.met(commits.size());
        }
    }

    /** Reads on once. */
    CompletionStage<Found> look(AtHead atHead) {
        long asked = delays.now();
        return next(atHead).thenApply(page -> {
            int found = page.commits().size();
            meet(atHead, page.commits());
            if (found < PAGE.commits()) {
                lookout.seen(asked);
            }
            return found == 0 ? Found.NOTHING : found < PAGE.commits() ? Found.SOME : Found.MUCH;
        });
    }

    /** Reads on to an end no older than this call. True if there was something to read. */
    CompletionStage<Boolean> toEnd(AtHead atHead) {
        return storage.head(log)
                .thenCompose(end -> isBefore(atHead.state().head(), end)
                        ? to(end.next(), atHead).thenApply(read -> true)
                        : CompletableFuture.completedFuture(false));
    }

    private CompletionStage<Void> to(SequenceNumber end, AtHead atHead) {
        return next(atHead).thenCompose(page -> {
            SequenceNumber known = atHead.state().head().next();
            if (page.commits().isEmpty()) {
                throw new StorageDamaged("log " + log + " ends at " + end + " but has nothing at " + known, null);
            }
            meet(atHead, page.commits());
            return atHead.state().head().next().isBefore(end)
                    ? to(end, atHead)
                    : CompletableFuture.completedFuture(null);
        });
    }

    private static boolean isBefore(Head known, Head end) {
        return known.next().isBefore(end.next());
    }
}
