package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EarlierPage;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StoredSize;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.rocksdb.RocksDBException;

/**
 * Finds the commits of a log by key: through the index, or, where a kind of key is not indexed or not yet, by looking at
 * every commit. Either way it is the commit itself that says whether it has the key.
 */
final class KeyReader {
    /** How much is looked at before a read without an index says how far it came, even if it found nothing. */
    private static final long SCANNED_AT_ONCE = 64L << 20;

    private final Database database;
    private final CommitReader commits;

    KeyReader(Database database, CommitReader commits) {
        this.database = database;
        this.commits = commits;
    }

    CommitPage read(Set<Key> keys, SequenceNumber from, PageLimit limit) throws RocksDBException {
        SequenceNumber head = commits.head();
        if (!from.isBefore(head)) {
            return new PageBuilder(limit).upTo(from);
        }
        return keys.stream().allMatch(this::isIndexed)
                ? readIndexed(keys, from, head, limit)
                : readAll(keys, from, limit);
    }

    EarlierPage readBack(Set<Key> keys, SequenceNumber before, PageLimit limit) throws RocksDBException {
        if (keys.stream().allMatch(this::isIndexed)) {
            return readBackIndexed(keys, before, limit);
        }
        Sieve sieve = new Sieve(keys, SequenceNumber.FIRST, new PageBuilder(limit), Commit::first);
        commits.walkBack(before, sieve);
        return sieve.page.downTo(sieve.reached);
    }

    Optional<Commit> last(Key key) throws RocksDBException {
        if (!isIndexed(key)) {
            return commits.lastThat(commit -> has(commit, key));
        }
        try (TermScan scan = new TermScan(database, commits.number())) {
            Optional<SequenceNumber> position = scan.last(IndexTerm.of(key));
            while (position.isPresent()) {
                database.requireWanted();
                Commit commit = commits.commitAt(position.get());
                if (has(commit, key)) {
                    return Optional.of(commit);
                }
                position = scan.previous();
            }
            return Optional.empty();
        }
    }

    /** Up to the head of when it began, so that whatever lies before the page's end was looked for. */
    private CommitPage readIndexed(Set<Key> keys, SequenceNumber from, SequenceNumber head, PageLimit limit)
            throws RocksDBException {
        PageBuilder page = new PageBuilder(limit);
        try (TermScan scan = new TermScan(database, commits.number())) {
            Candidates candidates = new Candidates(
                    commits, TermMerge.ascending(scan, keys, commits.startOf(from)), head, limit.commits());
            for (Commit commit = candidates.next(); commit != null; commit = candidates.next()) {
                database.requireWanted();
                if (!hasAny(commit, keys)) {
                    continue;
                }
                if (!page.add(commit)) {
                    return page.upTo(commit.first());
                }
                if (page.isFull()) {
                    return page.upTo(commit.next());
                }
            }
        }
        return page.upTo(head);
    }

    /** From the head of when it began, which may be before entries that the index has by now. */
    private EarlierPage readBackIndexed(Set<Key> keys, SequenceNumber before, PageLimit limit) throws RocksDBException {
        SequenceNumber head = commits.head();
        SequenceNumber end = before.isBefore(head) ? before : head;
        PageBuilder page = new PageBuilder(limit);
        try (TermScan scan = new TermScan(database, commits.number())) {
            TermMerge merge = TermMerge.descending(scan, keys, end);
            for (long next = merge.next(); next != TermMerge.NONE; next = merge.next()) {
                database.requireWanted();
                Commit commit = commits.commitAt(new SequenceNumber(next));
                if (!hasAny(commit, keys)) {
                    continue;
                }
                if (!page.add(commit)) {
                    return page.downTo(commit.next());
                }
                if (page.isFull()) {
                    return page.downTo(commit.first());
                }
            }
        }
        return page.downTo(SequenceNumber.FIRST);
    }

    private CommitPage readAll(Set<Key> keys, SequenceNumber from, PageLimit limit) throws RocksDBException {
        Sieve sieve = new Sieve(keys, from, new PageBuilder(limit), Commit::next);
        commits.walk(from, sieve);
        return sieve.page.upTo(sieve.reached);
    }

    private boolean isIndexed(Key key) {
        return database.directory().isIndexed(commits.number(), key.kind());
    }

    private static boolean hasAny(Commit commit, Set<Key> keys) {
        return keys.stream().anyMatch(key -> has(commit, key));
    }

    private static boolean has(Commit commit, Key key) {
        return commit.events().stream().anyMatch(event -> key.isOf(commit, event));
    }

    private static final class Sieve implements CommitReader.Visit {
        private final Set<Key> keys;
        private final PageBuilder page;
        private final Function<Commit, SequenceNumber> farEnd;
        private SequenceNumber reached;
        private long scanned;

        /** @param farEnd the end of a commit that comes last in the direction of the walk */
        Sieve(Set<Key> keys, SequenceNumber from, PageBuilder page, Function<Commit, SequenceNumber> farEnd) {
            this.keys = keys;
            this.page = page;
            this.farEnd = farEnd;
            reached = from;
        }

        @Override
        public boolean goesOnAfter(Commit commit) {
            if (hasAny(commit, keys) && !page.add(commit)) {
                return false;
            }
            reached = farEnd.apply(commit);
            scanned += StoredSize.of(commit);
            return !page.isFull() && scanned < SCANNED_AT_ONCE;
        }
    }
}
