package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Checks the commits of a log one after another, and that its head is the end of the last. */
final class CommitWalk {
    private final CheckedLog log;
    private final LogSums sums;
    private final CommitAggregates aggregates;
    private SequenceNumber expected = SequenceNumber.FIRST;
    private @Nullable Commit last;
    private @Nullable Instant latest;
    private boolean isPlaceKnown = true;
    private boolean isWhole = true;

    CommitWalk(CheckedLog log, LogSums sums) {
        this.log = log;
        this.sums = sums;
        aggregates = new CommitAggregates(log, sums);
    }

    void run() {
        try (Scan scan = log.database().sweep(Column.COMMITS, log.prefix())) {
            for (boolean isThere = scan.seek(log.prefix()); isThere; isThere = scan.next()) {
                log.run().advance();
                check(scan.key(), scan.value());
            }
        } catch (RocksDBException unreadable) {
            isWhole = false;
            isPlaceKnown = false;
            log.found(expected, "from here on commits cannot be read: " + unreadable.getMessage());
        }
        checkHead();
    }

    /** Whether every commit is there and could be read. */
    boolean isWhole() {
        return isWhole;
    }

    private void check(byte[] key, byte[] value) {
        if (!Layout.isCommit(key)) {
            log.found(expected, "among the commits there is something with a key that is none");
            return;
        }
        SequenceNumber position = Layout.positionOf(key);
        if (isPlaceKnown && !position.equals(expected)) {
            isWhole = false;
            misplaced(position);
        }
        try {
            accept(CommitCodec.decode(log.log(), position, value));
            isPlaceKnown = true;
        } catch (StorageDamaged damaged) {
            log.run().found(log.log(), position, "the commit", damaged);
            isWhole = false;
            // Where it ends is not known any more.
            isPlaceKnown = false;
        }
    }

    private void misplaced(SequenceNumber position) {
        if (expected.isBefore(position)) {
            log.found(expected, "there is no commit, where one must be; the next one starts at " + position);
        } else {
            log.found(position, "a commit starts in the middle of another, which ends at " + expected);
        }
    }

    private void accept(Commit commit) {
        log.run().checked(commit);
        checkOccurred(commit);
        aggregates.check(commit);
        for (Key key : Key.of(commit)) {
            if (sums.indexed().contains(key.kind())) {
                sums.hasKey(IndexTerm.of(key), commit.first());
            }
        }
        last = commit;
        expected = commit.next();
    }

    private void checkOccurred(Commit commit) {
        if (latest == null || !commit.occurred().isBefore(latest)) {
            latest = commit.occurred();
        } else if (!isSaidByOthers(commit)) {
            log.found(
                    commit.first(),
                    "it occurred " + commit.occurred() + ", earlier than a commit before it, which occurred " + latest);
        }
    }

    /** What comes from elsewhere, or from another log, occurred when it did there. */
    private static boolean isSaidByOthers(Commit commit) {
        return commit.checkpoint() != null
                || commit.events().stream().map(Event::origin).anyMatch(o -> o != null);
    }

    private void checkHead() {
        Head head;
        try {
            head = log.database().directory().headOf(log.log(), log.number());
        } catch (StorageDamaged damaged) {
            if (damaged.getCause() != null) {
                log.run().found(log.log(), null, "the head", damaged);
            }
            return;
        } catch (RocksDBException unreadable) {
            log.found(null, "the head cannot be read: " + unreadable.getMessage());
            return;
        }
        if (isPlaceKnown) {
            checkEnd(head);
        }
    }

    private void checkEnd(Head head) {
        if (last == null || !head.next().equals(last.next())) {
            log.found(head.next(), "it should end here, but its last commit ends at " + expected);
        } else if (!last.id().equals(head.last())) {
            log.found(
                    last.first(),
                    "its head says that the last commit has the id " + head.last() + ", but that has " + last.id());
        } else if (isWhole && latest != null && !latest.equals(head.occurred())) {
            log.found(
                    last.first(),
                    "its head says that its latest commit occurred " + head.occurred() + ", but that was " + latest);
        }
    }
}
