package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * One batch in the making: what is in the database, and over it what the batch will change, so that a later offer of a
 * turn is judged by the result of an earlier one. Nothing of it is remembered before it is on disk.
 */
final class Turn implements AutoCloseable {
    /** How many bytes go into one batch, unless a single commit is larger. */
    static final long LIMIT = 8L << 20;

    private final Database database;
    private final WriteBatch batch = new WriteBatch();
    private final Map<LogId, StagedLog> logs = new LinkedHashMap<>();
    private final Map<StateName, Revision> states = new HashMap<>();
    private final Map<KeyKind, IndexProgress> progress = new HashMap<>();
    private @Nullable Counters counters;
    private boolean isCounted;

    Turn(Database database) {
        this.database = database;
    }

    Database database() {
        return database;
    }

    /** The log as it will be. What cannot be read of it concerns those alone who write to it. */
    StagedLog log(LogId id) {
        return logs.computeIfAbsent(id, this::load);
    }

    /** The number of a log that is about to get its first commit. */
    LogNumber newLog(LogId id) throws RocksDBException {
        Counters before = counters();
        count(new Counters(before.nextLog().next(), before.lastRevision()));
        put(
                Column.DIRECTORY,
                Layout.directoryEntry(id),
                new ByteWriter(16).fixedInt(before.nextLog().value()).checksum().toArray());
        put(Column.DIRECTORY, Layout.name(before.nextLog()), LogIdCodec.encode(id));
        return before.nextLog();
    }

    /** The revision of the document as it will be. */
    Revision revisionOf(StateName name) {
        Revision staged = states.get(name);
        return staged == null ? load(name) : staged;
    }

    Revision put(StateName name, Bytes content) throws RocksDBException {
        Counters before = counters();
        Revision revision = new Revision(Math.addExact(before.lastRevision().value(), 1));
        count(new Counters(before.nextLog(), revision));
        batch.put(database.handle(Column.STATES), Layout.state(name), StateCodec.encode(revision, content));
        states.put(name, revision);
        return revision;
    }

    void remove(StateName name) throws RocksDBException {
        batch.delete(database.handle(Column.STATES), Layout.state(name));
        states.put(name, Revision.ABSENT);
    }

    /** Into the batch, as it is. */
    void put(Column column, byte[] key, byte[] value) throws RocksDBException {
        batch.put(database.handle(column), key, value);
    }

    void put(KeyKind kind, IndexProgress reached) throws RocksDBException {
        put(Column.DIRECTORY, Layout.index(kind), reached.encode());
        progress.put(kind, reached);
    }

    /** Whether there was anything to write. */
    boolean write() throws RocksDBException {
        for (StagedLog log : logs.values()) {
            log.putHead();
        }
        if (isCounted && counters != null) {
            put(Column.DIRECTORY, Layout.COUNTERS, counters.encode());
        }
        if (batch.count() == 0) {
            return false;
        }
        database.write(batch);
        return true;
    }

    long size() {
        return batch.getDataSize();
    }

    /** What is on disk now may be gone by from now on. */
    void remember() {
        logs.values().forEach(StagedLog::remember);
        progress.forEach(database.directory()::progressed);
    }

    @Override
    public void close() {
        batch.close();
    }

    private StagedLog load(LogId id) {
        try {
            LogNumber number = database.directory().numberOf(id);
            Head head = number == null ? Head.EMPTY : database.directory().verifiedHeadOf(id, number);
            return new StagedLog(this, id, number, head);
        } catch (RocksDBException failed) {
            throw Failures.of("log " + id, failed);
        }
    }

    private Revision load(StateName name) {
        try {
            byte[] stored = database.get(Column.STATES, Layout.state(name));
            return stored == null
                    ? Revision.ABSENT
                    : StateCodec.decode(name, stored).revision();
        } catch (RocksDBException failed) {
            throw Failures.of("state document " + name, failed);
        }
    }

    private Counters counters() throws RocksDBException {
        if (counters == null) {
            counters = database.directory().counters();
        }
        return counters;
    }

    private void count(Counters changed) {
        counters = changed;
        isCounted = true;
    }
}
