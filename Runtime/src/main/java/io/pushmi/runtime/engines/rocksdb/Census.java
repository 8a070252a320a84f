package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageStatistics;
import io.pushmi.runtime.storage.StorageStatistics.LogStatistics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.RocksDBException;

/** Counts what is in a store, a portion at a time. For one thread after another. */
final class Census {
    private static final int PORTION = 50_000;
    private static final List<Column> COUNTED = List.of(Column.AGGREGATES, Column.KEYS, Column.STATES);
    private static final byte[] BEGINNING = {};

    private final Map<Integer, Count> counts = new HashMap<>();
    private final List<LogStatistics> logs = new ArrayList<>();
    private int column;
    private byte[] after = BEGINNING;
    private long documents;

    private static final class Count {
        private long aggregates;
        private long keys;
    }

    /** Counts the next portion. Whether there is more. */
    boolean goesOn(Database database) throws RocksDBException {
        if (column == COUNTED.size()) {
            addLogs(database);
            return false;
        }
        walk(database, COUNTED.get(column));
        return true;
    }

    /** To be asked when nothing more goes on. */
    StorageStatistics result(long bytes) {
        return new StorageStatistics(bytes, documents, logs);
    }

    private void walk(Database database, Column of) throws RocksDBException {
        try (Scan scan = database.sweep(of, BEGINNING)) {
            boolean isThere = scan.seek(after);
            if (isThere && after.length > 0 && Arrays.equals(scan.key(), after)) {
                isThere = scan.next();
            }
            for (int i = 0; i < PORTION && isThere; i++) {
                byte[] key = scan.key();
                count(of, key);
                after = key;
                isThere = scan.next();
            }
            if (!isThere) {
                column++;
                after = BEGINNING;
            }
        }
    }

    private void count(Column of, byte[] key) {
        if (of == Column.STATES) {
            documents++;
            return;
        }
        if (key.length < Integer.BYTES) {
            throw new StorageDamaged("there are " + of + " with a key that is none", null);
        }
        Count count = counts.computeIfAbsent(ByteBuffer.wrap(key).getInt(), log -> new Count());
        if (of == Column.AGGREGATES) {
            count.aggregates++;
        } else if (!isOfSameTerm(key)) {
            count.keys++;
        }
    }

    private boolean isOfSameTerm(byte[] key) {
        return after.length >= Layout.INDEX_PREFIX
                && Arrays.equals(key, 0, Layout.INDEX_PREFIX, after, 0, Layout.INDEX_PREFIX);
    }

    private void addLogs(Database database) throws RocksDBException {
        Directory directory = database.directory();
        LogNumber end = directory.counters().nextLog();
        for (LogNumber number = new LogNumber(0); number.value() < end.value(); number = number.next()) {
            LogId log = directory.nameOf(number);
            Count count = counts.getOrDefault(number.value(), new Count());
            logs.add(
                    new LogStatistics(log, directory.headOf(log, number).next().value(), count.aggregates, count.keys));
        }
    }
}
