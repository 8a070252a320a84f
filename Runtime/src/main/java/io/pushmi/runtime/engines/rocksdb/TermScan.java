package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.SequenceNumber;
import java.util.Arrays;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/** Looks up in the index of one log at which positions commits have a term. One iterator serves any number of terms. */
final class TermScan implements AutoCloseable {
    private static final SequenceNumber LAST = new SequenceNumber(Long.MAX_VALUE);

    private final LogNumber log;
    private final Scan entries;
    private byte[] prefix = {};

    TermScan(Database database, LogNumber log) {
        this.log = log;
        entries = database.scanTerms();
    }

    /** The newest position that has the term. */
    Optional<SequenceNumber> last(IndexTerm term) throws RocksDBException {
        prefix = Layout.indexPrefix(log, term);
        return position(entries.seekBack(Layout.indexEntry(log, term, LAST)));
    }

    /** The newest one before the one that was found last. */
    Optional<SequenceNumber> previous() throws RocksDBException {
        return position(entries.previous());
    }

    /** Fills the array with positions from this one on, and returns how many there were. */
    int positions(IndexTerm term, SequenceNumber from, long[] found) throws RocksDBException {
        prefix = Layout.indexPrefix(log, term);
        int count = 0;
        boolean isThere = entries.seek(Layout.indexEntry(log, term, from));
        while (count < found.length && isThere && isOfTerm(entries.key())) {
            found[count++] = Layout.indexedPosition(entries.key());
            isThere = count < found.length && entries.next();
        }
        return count;
    }

    /** Fills the array with positions before this one, the latest first, and returns how many there were. */
    int positionsBefore(IndexTerm term, SequenceNumber before, long[] found) throws RocksDBException {
        prefix = Layout.indexPrefix(log, term);
        int count = 0;
        boolean isThere = !before.equals(SequenceNumber.FIRST)
                && entries.seekBack(Layout.indexEntry(log, term, new SequenceNumber(before.value() - 1)));
        while (count < found.length && isThere && isOfTerm(entries.key())) {
            found[count++] = Layout.indexedPosition(entries.key());
            isThere = count < found.length && entries.previous();
        }
        return count;
    }

    @Override
    public void close() {
        entries.close();
    }

    private Optional<SequenceNumber> position(boolean isThere) {
        return isThere && isOfTerm(entries.key())
                ? Optional.of(new SequenceNumber(Layout.indexedPosition(entries.key())))
                : Optional.empty();
    }

    private boolean isOfTerm(byte[] key) {
        return Arrays.equals(key, 0, Layout.INDEX_PREFIX, prefix, 0, Layout.INDEX_PREFIX);
    }
}
