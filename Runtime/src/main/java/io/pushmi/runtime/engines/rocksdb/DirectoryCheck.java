package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Checks what the store says of its logs, its indexes and itself, and finds out which logs there are. */
final class DirectoryCheck {
    private static final int NUMBER_SIZE = 5;

    private final Database database;
    private final VerificationRun run;
    private final SortedMap<LogNumber, LogId> logs = new TreeMap<>();
    private final SortedMap<LogNumber, LogId> entries = new TreeMap<>();
    private final Set<LogNumber> heads = new HashSet<>();
    private @Nullable Counters counters;

    DirectoryCheck(Database database, VerificationRun run) {
        this.database = database;
        this.run = run;
    }

    /** By their numbers. */
    SortedMap<LogNumber, LogId> logs() {
        return logs;
    }

    /** Null if they cannot be read. */
    @Nullable
    Counters counters() {
        return counters;
    }

    void run() throws RocksDBException {
        try (Scan scan = database.sweep(Column.DIRECTORY, new byte[0])) {
            for (boolean isThere = scan.seek(new byte[0]); isThere; isThere = scan.next()) {
                check(scan.key(), scan.value());
            }
        } catch (RocksDBException unreadable) {
            run.found(null, null, "the directory cannot be read: " + unreadable.getMessage());
        }
        compareNames();
        compareCounters();
    }

    private void check(byte[] key, byte[] value) {
        try {
            switch (Layout.entryOf(key)) {
                case COUNTERS -> counters = Counters.decode(value);
                case LOG -> entries.put(new LogNumber(ByteReader.checked(value).fixedInt()), logOf(key));
                case NAME -> logs.put(numberOf(key), LogIdCodec.decode(value));
                case HEAD -> heads.add(numberOf(key));
                case INDEX -> IndexProgress.decode(value);
                case OTHER -> run.found(null, null, "the directory has an entry that is none: " + readable(key));
            }
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            run.found(null, null, "the directory's entry " + readable(key) + " is damaged: " + malformed.getMessage());
        }
    }

    private void compareNames() {
        entries.forEach((number, log) -> {
            LogId named = logs.putIfAbsent(number, log);
            if (named == null) {
                run.found(log, null, "its number " + number.value() + " has no name");
            } else if (!log.equals(named)) {
                run.found(log, null, "it has number " + number.value() + ", which is the number of " + named);
            }
        });
        logs.forEach((number, log) -> {
            if (!log.equals(entries.get(number))) {
                run.found(
                        log, null, "number " + number.value() + " is said to be its, but it is not found by its name");
            }
            if (!heads.remove(number)) {
                run.found(log, null, "it has no head");
            }
        });
        for (LogNumber number : heads) {
            run.found(null, null, "there is a head of log number " + number.value() + ", which is no log");
        }
    }

    private void compareCounters() {
        if (counters == null) {
            if (!logs.isEmpty()) {
                run.found(null, null, "the counters of the store are missing or damaged");
            } else {
                counters = Counters.INITIAL;
            }
            return;
        }
        int next = counters.nextLog().value();
        for (int number = 0; number < next; number++) {
            if (!logs.containsKey(new LogNumber(number))) {
                run.found(null, null, "log number " + number + " was given to a log that is gone");
            }
        }
        if (!logs.isEmpty() && logs.lastKey().value() >= next) {
            run.found(
                    logs.get(logs.lastKey()),
                    null,
                    "it has number " + logs.lastKey().value() + ", but the next new log would get number " + next);
        }
    }

    private static LogId logOf(byte[] key) {
        ByteBuffer from = ByteBuffer.wrap(key, 1, key.length - 1);
        if (from.remaining() <= 16) {
            throw new IllegalArgumentException("its key has no tenant and name");
        }
        TenantId tenant = new TenantId(new UUID(from.getLong(), from.getLong()));
        return new LogId(tenant, new LogName(Text.of(key, 17, key.length - 17)));
    }

    private static LogNumber numberOf(byte[] key) {
        if (key.length != NUMBER_SIZE) {
            throw new IllegalArgumentException("its key has no number of a log");
        }
        return new LogNumber(ByteBuffer.wrap(key).getInt(1));
    }

    private static String readable(byte[] key) {
        return HexFormat.of().formatHex(key);
    }
}
