package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EarlierPage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Reads the commits of a log that has some, in order. What is missing between two commits, or between the last one and
 * the head, is damage, never passed over.
 */
final class CommitReader {
    private final Database database;
    private final LogId log;
    private final LogNumber number;

    CommitReader(Database database, LogId log, LogNumber number) {
        this.database = database;
        this.log = log;
        this.number = number;
    }

    static CommitReader of(Database database, LogId log) {
        try {
            LogNumber number = database.directory().numberOf(log);
            if (number == null) {
                throw new StorageDamaged("log " + log + " has no number any more", null);
            }
            return new CommitReader(database, log, number);
        } catch (RocksDBException failed) {
            throw Failures.of("log " + log, failed);
        }
    }

    LogId log() {
        return log;
    }

    LogNumber number() {
        return number;
    }

    SequenceNumber head() throws RocksDBException {
        return database.directory().headOf(log, number).next();
    }

    CommitPage read(SequenceNumber from, PageLimit limit) throws RocksDBException {
        PageBuilder page = new PageBuilder(limit);
        walk(from, commit -> page.add(commit) && !page.isFull());
        return page.upTo(page.endAfter(from));
    }

    /** What to do with a commit, and whether to go on after it. */
    @FunctionalInterface
    interface Visit {
        boolean goesOnAfter(Commit commit);
    }

    /** Visits commits from the one that contains the position on, until the visitor stops or there are no more. */
    void walk(SequenceNumber from, Visit visit) throws RocksDBException {
        SequenceNumber head = head();
        if (!from.isBefore(head)) {
            return;
        }
        try (Scan commits = database.scan(Column.COMMITS, Layout.log(number))) {
            Commit commit = commits.seekBack(Layout.commit(number, from)) ? current(commits) : null;
            if (commit == null || !from.isBefore(commit.next())) {
                throw gap(from);
            }
            while (commit != null && visit.goesOnAfter(commit)) {
                database.requireWanted();
                commit = following(commit, commits, head);
            }
        }
    }

    EarlierPage readBack(SequenceNumber before, PageLimit limit) throws RocksDBException {
        PageBuilder page = new PageBuilder(limit);
        walkBack(before, commit -> page.add(commit) && !page.isFull());
        return page.downTo(page.startBefore(SequenceNumber.FIRST));
    }

    /** Visits commits that start before the position, the newest first, until the visitor stops or there are no more. */
    void walkBack(SequenceNumber before, Visit visit) throws RocksDBException {
        SequenceNumber head = head();
        SequenceNumber end = before.isBefore(head) ? before : head;
        if (end.equals(SequenceNumber.FIRST)) {
            return;
        }
        try (Scan commits = database.scan(Column.COMMITS, Layout.log(number))) {
            SequenceNumber last = new SequenceNumber(end.value() - 1);
            Commit commit = commits.seekBack(Layout.commit(number, last)) ? current(commits) : null;
            if (commit == null || !last.isBefore(commit.next())) {
                throw gap(last);
            }
            while (commit != null && visit.goesOnAfter(commit)) {
                database.requireWanted();
                commit = preceding(commit, commits);
            }
        }
    }

    /** The newest commit that is wanted, if there is one. */
    Optional<Commit> lastThat(Predicate<Commit> isWanted) throws RocksDBException {
        List<Commit> found = new ArrayList<>(1);
        walkBack(head(), commit -> !isWanted.test(commit) || !found.add(commit));
        return found.stream().findFirst();
    }

    /** Where the commit starts that contains the position, which is before the head. */
    SequenceNumber startOf(SequenceNumber position) throws RocksDBException {
        if (position.equals(SequenceNumber.FIRST)) {
            return position;
        }
        try (Scan commits = database.scan(Column.COMMITS, Layout.log(number))) {
            if (!commits.seekBack(Layout.commit(number, position))) {
                throw gap(position);
            }
            return Layout.positionOf(commits.key());
        }
    }

    Commit commitAt(SequenceNumber first) {
        try {
            return decode(first, database.get(Column.COMMITS, Layout.commit(number, first)));
        } catch (RocksDBException failed) {
            throw Failures.of("the commit at " + first + " of log " + log, failed);
        }
    }

    /** The commits that start at these positions, looked up together, which costs less than one after the other. */
    List<Commit> commitsAt(List<SequenceNumber> firsts) {
        List<byte[]> keys = new ArrayList<>(firsts.size());
        for (SequenceNumber first : firsts) {
            keys.add(Layout.commit(number, first));
        }
        try {
            List<byte[]> found = database.get(Column.COMMITS, keys);
            List<Commit> commits = new ArrayList<>(found.size());
            for (int i = 0; i < found.size(); i++) {
                commits.add(decode(firsts.get(i), found.get(i)));
            }
            return commits;
        } catch (RocksDBException failed) {
            throw Failures.of("the commits from " + firsts.get(0) + " on of log " + log, failed);
        }
    }

    private Commit decode(SequenceNumber first, byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new StorageDamaged("log " + log + " has no commit at " + first + ", where one must be", null);
        }
        return CommitCodec.decode(log, first, bytes);
    }

    private @Nullable Commit following(Commit before, Scan commits, SequenceNumber head) throws RocksDBException {
        if (!commits.next()) {
            if (before.next().isBefore(head)) {
                throw gap(before.next());
            }
            return null;
        }
        Commit commit = current(commits);
        if (!commit.first().equals(before.next())) {
            throw gap(before.next());
        }
        return commit;
    }

    private @Nullable Commit preceding(Commit after, Scan commits) throws RocksDBException {
        if (after.first().equals(SequenceNumber.FIRST)) {
            return null;
        }
        SequenceNumber last = new SequenceNumber(after.first().value() - 1);
        if (!commits.previous()) {
            throw gap(last);
        }
        Commit commit = current(commits);
        if (!commit.next().equals(after.first())) {
            throw gap(last);
        }
        return commit;
    }

    private Commit current(Scan commits) {
        return CommitCodec.decode(log, Layout.positionOf(commits.key()), commits.value());
    }

    private StorageDamaged gap(SequenceNumber at) {
        return new StorageDamaged("log " + log + " has no commit at " + at + ", where one must be", null);
    }
}
