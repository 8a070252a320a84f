package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StoredSize;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills one log with commits that come from elsewhere, exactly as they are. It can be started again with the same commits
 * from the beginning, however it ended before: what the log has already is compared with them, and it goes on where that
 * ends. Then {@link #verify} tells from the log itself that it has all of them and nothing else.
 *
 * <p>Every method blocks, and fails with {@link MoveRefused} if the log has, or gets from somebody else, other commits. For one
 * thread.
 */
final class LogImport {
    private static final int BATCH = 1_000;
    private static final long BATCH_BYTES = 4L << 20;

    /** How often an append of which nobody knows the outcome is offered again before the import is broken off. */
    private static final int TRIES = 20;

    private final OpenStore store;
    private final LogId log;
    private final Chain chain = new Chain();
    private final List<Commit> batch = new ArrayList<>();
    private final StoredCommits stored;
    private boolean isBeyondStored;
    private SequenceNumber end = SequenceNumber.FIRST;
    private long bytes;
    private long commits;

    LogImport(OpenStore store, LogId log) {
        this.store = store;
        this.log = log;
        stored = new StoredCommits(store, log, SequenceNumber.FIRST);
    }

    /**
     * Takes the next commit, which is in the log at the latest after {@link #finish}.
     *
     * @throws IllegalArgumentException if it does not start where the one before ends, or the first at 0
     */
    void add(Commit commit) {
        if (!commit.first().equals(end)) {
            throw new IllegalArgumentException(
                    "a commit for log " + log + " should start at " + end + ", not at " + commit.first());
        }
        chain.add(CommitLine.of(commit));
        end = commit.next();
        commits++;
        if (isThere(commit)) {
            return;
        }
        long size = StoredSize.of(commit);
        if (!batch.isEmpty() && (batch.size() >= BATCH || bytes + size > BATCH_BYTES)) {
            flush();
        }
        batch.add(commit);
        bytes += size;
    }

    /** Sees that every commit that was added is in the log and durable, and that nothing comes after them. */
    Imported finish() {
        flush();
        SequenceNumber head = store.waiting().await(store.logs().head(log)).next();
        if (!head.equals(end)) {
            throw new MoveRefused(
                    "log " + log + " should end at " + end + " like what is imported, but ends at " + head);
        }
        return new Imported(commits, end.value(), chain.hash());
    }

    /**
     * Reads the whole log and compares what is in it with what was added.
     *
     * @throws StorageDamaged if it is not the same
     */
    void verify() {
        Chain found = new Chain();
        StoredCommits all = new StoredCommits(store, log, SequenceNumber.FIRST);
        for (Commit commit = all.next(); commit != null; commit = all.next()) {
            found.add(CommitLine.of(commit));
        }
        if (!found.hash().equals(chain.hash())) {
            throw new StorageDamaged(
                    "log " + log + " should have the running hash " + chain.hash() + " like what was imported, but has "
                            + found.hash(),
                    null);
        }
    }

    /**
     * What a log was filled with.
     *
     * @param hash the running hash over its commits, as hexadecimal digits
     */
    record Imported(long commits, long events, String hash) {}

    private boolean isThere(Commit commit) {
        if (isBeyondStored) {
            return false;
        }
        Commit found = stored.next();
        if (found == null) {
            isBeyondStored = true;
            return false;
        }
        Difference.requireNone(log, commit, found);
        return true;
    }

    private void flush() {
        List<Commit> rest = batch;
        int unknown = 0;
        while (!rest.isEmpty()) {
            AppendResult result = store.waiting().await(store.logs().append(log, rest));
            rest = rest.subList(result.appended(), rest.size());
            if (result instanceof AppendResult.Refused refused) {
                throw new MoveRefused("the store takes no commits for log " + log + ": " + refused.reason());
            }
            if (result instanceof AppendResult.Unknown lost && ++unknown == TRIES) {
                throw new MoveRefused("whether log " + log + " has the commit at "
                        + rest.get(0).first() + " is not known after " + TRIES + " tries: " + lost.reason());
            }
            if (result instanceof AppendResult.PositionTaken) {
                rest = withoutTaken(rest);
            }
        }
        batch.clear();
        bytes = 0;
    }

    /** What is taken may be what an earlier offer got in though its answer was lost; anything else is somebody else's. */
    private List<Commit> withoutTaken(List<Commit> offered) {
        StoredCommits taken = new StoredCommits(store, log, offered.get(0).first());
        for (int i = 0; i < offered.size(); i++) {
            Commit found = taken.next();
            if (found == null) {
                return offered.subList(i, offered.size());
            }
            Difference.requireNone(log, offered.get(i), found);
        }
        return List.of();
    }
}
