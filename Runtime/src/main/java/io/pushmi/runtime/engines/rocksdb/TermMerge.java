package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Set;
import org.rocksdb.RocksDBException;

/** The positions that have any of several terms, ascending, each once. */
final class TermMerge {
    static final long NONE = Long.MAX_VALUE;

    private static final int FETCHED_AT_ONCE = 64;

    private final TermScan scan;
    private final PriorityQueue<Positions> terms = new PriorityQueue<>(Comparator.comparingLong(Positions::current));

    TermMerge(TermScan scan, Set<Key> keys, SequenceNumber from) throws RocksDBException {
        this.scan = scan;
        for (Key key : keys) {
            Positions positions = new Positions(IndexTerm.of(key));
            positions.fetch(from);
            terms.add(positions);
        }
    }

    /** The next position, or {@link #NONE}. */
    long next() throws RocksDBException {
        Positions first = terms.peek();
        if (first == null || first.current() == NONE) {
            return NONE;
        }
        long next = first.current();
        while (first != null && first.current() == next) {
            terms.remove();
            first.advance();
            terms.add(first);
            first = terms.peek();
        }
        return next;
    }

    private final class Positions {
        private final IndexTerm term;
        private final long[] fetched = new long[FETCHED_AT_ONCE];
        private int count;
        private int index;

        Positions(IndexTerm term) {
            this.term = term;
        }

        long current() {
            return index < count ? fetched[index] : NONE;
        }

        void advance() throws RocksDBException {
            index++;
            if (index == count && count == FETCHED_AT_ONCE) {
                fetch(new SequenceNumber(fetched[count - 1] + 1));
            }
        }

        void fetch(SequenceNumber from) throws RocksDBException {
            count = scan.positions(term, from, fetched);
            index = 0;
        }
    }
}
