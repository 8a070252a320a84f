package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The commits of a log one by one, of which only a page is in memory, each starting where the one before ends. */
final class StoredCommits {
    private static final PageLimit PAGE = new PageLimit(1_000, 8L << 20);

    private final OpenStore store;
    private final LogId log;
    private final Deque<Commit> page = new ArrayDeque<>();
    private SequenceNumber next;

    StoredCommits(OpenStore store, LogId log, SequenceNumber from) {
        this.store = store;
        this.log = log;
        this.next = from;
    }

    /**
     * The next commit, or null at the end of the log.
     *
     * @throws StorageDamaged if it does not start where the one before ended
     */
    @Nullable
    Commit next() {
        if (page.isEmpty()) {
            read();
        }
        Commit commit = page.poll();
        if (commit != null) {
            if (!commit.first().equals(next)) {
                throw new StorageDamaged(
                        "log " + log + " should have a commit at " + next + ", the next is at " + commit.first(), null);
            }
            next = commit.next();
        }
        return commit;
    }

    /** A read of a range may come back short of commits, but only at the end of the log without getting on. */
    private void read() {
        SequenceNumber from = next;
        while (page.isEmpty()) {
            CommitPage read = store.waiting().await(store.logs().read(log, from, PAGE));
            page.addAll(read.commits());
            if (read.next().equals(from)) {
                return;
            }
            from = read.next();
        }
    }
}
