package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Set;
import org.rocksdb.RocksDBException;

/** The positions that have any of several terms, in one direction, each once. */
final class TermMerge {
    static final long NONE = -1;

    private static final int FETCHED_AT_ONCE = 64;
    private static final Comparator<Positions> EARLIEST_FIRST = Comparator.comparingLong(Positions::current);

    private final PriorityQueue<Positions> terms;
    private final Fetch more;

    /** Fills an array with positions of a term that follow, in the direction, the one that was found last. */
    @FunctionalInterface
    private interface Fetch {
        int after(IndexTerm term, long last, long[] found) throws RocksDBException;
    }

    private TermMerge(Comparator<Positions> order, Fetch more) {
        this.terms = new PriorityQueue<>(order);
        this.more = more;
    }

    /** From the position on. */
    static TermMerge ascending(TermScan scan, Set<Key> keys, SequenceNumber from) throws RocksDBException {
        TermMerge merge = new TermMerge(
                EARLIEST_FIRST, (term, last, found) -> scan.positions(term, new SequenceNumber(last + 1), found));
        return merge.over(keys, from.value() - 1);
    }

    /** From the one before the position back to the beginning. */
    static TermMerge descending(TermScan scan, Set<Key> keys, SequenceNumber before) throws RocksDBException {
        TermMerge merge = new TermMerge(
                EARLIEST_FIRST.reversed(),
                (term, last, found) -> scan.positionsBefore(term, new SequenceNumber(last), found));
        return merge.over(keys, before.value());
    }

    private TermMerge over(Set<Key> keys, long last) throws RocksDBException {
        for (Key key : keys) {
            Positions positions = new Positions(IndexTerm.of(key));
            positions.fetch(last);
            addUnlessAtEnd(positions);
        }
        return this;
    }

    /** The next position, or {@link #NONE}. */
    long next() throws RocksDBException {
        Positions first = terms.peek();
        if (first == null) {
            return NONE;
        }
        long next = first.current();
        while (first != null && first.current() == next) {
            terms.remove();
            first.advance();
            addUnlessAtEnd(first);
            first = terms.peek();
        }
        return next;
    }

    private void addUnlessAtEnd(Positions positions) {
        if (positions.hasCurrent()) {
            terms.add(positions);
        }
    }

    private final class Positions {
        private final IndexTerm term;
        private final long[] fetched = new long[FETCHED_AT_ONCE];
        private int count;
        private int index;

        Positions(IndexTerm term) {
            this.term = term;
        }

        boolean hasCurrent() {
            return index < count;
        }

        long current() {
            return fetched[index];
        }

        void advance() throws RocksDBException {
            index++;
            if (index == count && count == FETCHED_AT_ONCE) {
                fetch(fetched[count - 1]);
            }
        }

        void fetch(long last) throws RocksDBException {
            count = more.after(term, last, fetched);
            index = 0;
        }
    }
}
