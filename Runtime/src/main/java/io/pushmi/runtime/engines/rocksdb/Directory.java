package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** What the database says of its logs: their numbers, their heads, the state of their indexes. Safe for any thread. */
final class Directory {
    private final Database database;
    private final Map<LogId, LogNumber> numbers = new ConcurrentHashMap<>();
    private final Map<LogId, Head> heads = new ConcurrentHashMap<>();
    private final Map<KeyKind, IndexProgress> indexes = new ConcurrentHashMap<>();

    Directory(Database database) {
        this.database = database;
    }

    @Nullable
    LogNumber numberOf(LogId log) throws RocksDBException {
        LogNumber known = numbers.get(log);
        if (known != null) {
            return known;
        }
        LogNumber number = read(
                "the number of log " + log,
                Layout.directoryEntry(log),
                bytes -> new LogNumber(ByteReader.checked(bytes).fixedInt()));
        if (number != null) {
            numbers.put(log, number);
        }
        return number;
    }

    LogId nameOf(LogNumber number) throws RocksDBException {
        LogId log = read("the name of log number " + number.value(), Layout.name(number), LogIdCodec::decode);
        if (log == null) {
            throw new StorageDamaged("log number " + number.value() + " has no name", null);
        }
        return log;
    }

    /** The end of the last commit that was acknowledged, or of a later one. */
    Head headOf(LogId log, LogNumber number) throws RocksDBException {
        Head known = heads.get(log);
        return known == null ? storedHeadOf(log, number) : known;
    }

    /** Remembers a head that is on disk. */
    void reached(LogId log, LogNumber number, Head head) {
        heads.put(log, head);
        numbers.put(log, number);
    }

    /** The head, compared with the commits: what the writer goes by must not rest on one record alone. */
    Head verifiedHeadOf(LogId log, LogNumber number) throws RocksDBException {
        Head known = heads.get(log);
        if (known != null) {
            return known;
        }
        Head head = storedHeadOf(log, number);
        try (Scan commits = database.scan(Column.COMMITS, Layout.log(number))) {
            if (!commits.seekToLast()) {
                throw new StorageDamaged("log " + log + " should end at " + head.next() + " but has no commits", null);
            }
            Commit last = CommitCodec.decode(log, Layout.positionOf(commits.key()), commits.value());
            if (!last.next().equals(head.next()) || !last.id().equals(head.last())) {
                throw new StorageDamaged(
                        "log " + log + " should end at " + head.next() + " but its last commit ends at " + last.next(),
                        null);
            }
        }
        return head;
    }

    Counters counters() throws RocksDBException {
        Counters counters = read("the record of counters", Layout.COUNTERS, Counters::decode);
        return counters == null ? Counters.INITIAL : counters;
    }

    @Nullable
    IndexProgress storedProgress(KeyKind kind) throws RocksDBException {
        return read("the progress of the index by " + kind, Layout.index(kind), IndexProgress::decode);
    }

    /** Remembered of the kinds that are kept, and of no others. */
    void progressed(KeyKind kind, IndexProgress progress) {
        indexes.put(kind, progress);
    }

    @Nullable
    IndexProgress progress(KeyKind kind) {
        return indexes.get(kind);
    }

    boolean isIndexed(LogNumber log, KeyKind kind) {
        IndexProgress progress = indexes.get(kind);
        return progress != null && progress.covers(log);
    }

    private Head storedHeadOf(LogId log, LogNumber number) throws RocksDBException {
        Head head = read("the head of log " + log, Layout.head(number), HeadCodec::decode);
        if (head == null) {
            throw new StorageDamaged("log " + log + " has a number but no head", null);
        }
        return head;
    }

    private <T> @Nullable T read(String what, byte[] key, Function<byte[], T> decode) throws RocksDBException {
        byte[] bytes = database.get(Column.DIRECTORY, key);
        if (bytes == null) {
            return null;
        }
        try {
            return decode.apply(bytes);
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            throw new StorageDamaged(what + " is damaged: " + malformed.getMessage(), malformed);
        }
    }

    Set<LogName> namesOf(TenantId tenant) throws RocksDBException {
        Set<LogName> names = new HashSet<>();
        byte[] prefix = Layout.directoryEntries(tenant);
        try (Scan entries = database.scan(Column.DIRECTORY, prefix)) {
            for (boolean isThere = entries.seek(prefix); isThere; isThere = entries.next()) {
                database.requireWanted();
                byte[] key = entries.key();
                names.add(new LogName(Text.of(key, prefix.length, key.length - prefix.length)));
            }
        }
        return names;
    }
}
