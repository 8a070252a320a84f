package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The keys of the database, column by column. All numbers are big-endian and not negative, so that bytes sort as they do. */
final class Layout {
    static final byte[] COUNTERS = {'C'};

    /** How many bytes of a key index's keys say what is looked for: the log, the kind and the hash. */
    static final int INDEX_PREFIX = 4 + 1 + Hash.SIZE;

    private static final int LOG = 'L';
    private static final int HEAD = 'H';
    private static final int NAME = 'N';
    private static final int INDEX = 'I';

    /** What an entry of the directory is about. */
    enum Entry {
        COUNTERS,
        LOG,
        HEAD,
        NAME,
        INDEX,
        OTHER
    }

    private Layout() {}

    static Entry entryOf(byte[] directoryKey) {
        return switch (directoryKey.length == 0 ? 0 : directoryKey[0]) {
            case 'C' -> Entry.COUNTERS;
            case LOG -> Entry.LOG;
            case HEAD -> Entry.HEAD;
            case NAME -> Entry.NAME;
            case INDEX -> Entry.INDEX;
            default -> Entry.OTHER;
        };
    }

    static byte[] directoryEntry(LogId log) {
        return new ByteWriter(64)
                .raw(directoryEntries(log.tenant()))
                .raw(Text.bytes(log.name().value()))
                .toArray();
    }

    /** What the directory's entries of all logs start with; the tenant follows, and the name. */
    static byte[] directoryEntries() {
        return new byte[] {LOG};
    }

    /** What the directory's entries of a tenant's logs start with; the name follows. */
    static byte[] directoryEntries(TenantId tenant) {
        return new ByteWriter(32).octet(LOG).uuid(tenant.value()).toArray();
    }

    static byte[] head(LogNumber log) {
        return new ByteWriter(16).octet(HEAD).fixedInt(log.value()).toArray();
    }

    static byte[] name(LogNumber log) {
        return new ByteWriter(16).octet(NAME).fixedInt(log.value()).toArray();
    }

    static byte[] index(KeyKind kind) {
        return new byte[] {INDEX, stored(kind)};
    }

    /** The keys of a log, in every column that has them, start with this. */
    static byte[] log(LogNumber log) {
        return ByteBuffer.allocate(4).putInt(log.value()).array();
    }

    static byte[] commit(LogNumber log, SequenceNumber first) {
        return ByteBuffer.allocate(12)
                .putInt(log.value())
                .putLong(first.value())
                .array();
    }

    static SequenceNumber positionOf(byte[] commitKey) {
        return new SequenceNumber(ByteBuffer.wrap(commitKey).getLong(4));
    }

    static byte[] aggregate(LogNumber log, AggregateId aggregate) {
        return aggregate(log, Hash.of(aggregate));
    }

    static byte[] aggregate(LogNumber log, Hash hash) {
        return ByteBuffer.allocate(4 + Hash.SIZE)
                .putInt(log.value())
                .put(hash.bytes())
                .array();
    }

    /** Whether this can be the key of a commit. */
    static boolean isCommit(byte[] key) {
        return key.length == 12 && key[4] >= 0;
    }

    static byte[] indexPrefix(LogNumber log, IndexTerm term) {
        return Arrays.copyOf(indexEntry(log, term, SequenceNumber.FIRST), INDEX_PREFIX);
    }

    static byte[] indexEntry(LogNumber log, IndexTerm term, SequenceNumber first) {
        return ByteBuffer.allocate(INDEX_PREFIX + 8)
                .putInt(log.value())
                .put(stored(term.kind()))
                .put(term.hash().bytes())
                .putLong(first.value())
                .array();
    }

    static long indexedPosition(byte[] indexEntry) {
        return ByteBuffer.wrap(indexEntry).getLong(INDEX_PREFIX);
    }

    static byte[] indexedHash(byte[] indexEntry) {
        return Arrays.copyOfRange(indexEntry, 5, INDEX_PREFIX);
    }

    /** The kind of key that an entry of the index is of, or null if it is no entry. */
    static @Nullable KeyKind kindOf(byte[] indexEntry) {
        if (indexEntry.length != INDEX_PREFIX + 8 || indexEntry[INDEX_PREFIX] < 0) {
            return null;
        }
        for (KeyKind kind : KeyKind.values()) {
            if (stored(kind) == indexEntry[4]) {
                return kind;
            }
        }
        return null;
    }

    static byte[] state(StateName name) {
        return new ByteWriter(64)
                .raw(collection(name.tenant(), name.collection()))
                .raw(Text.bytes(name.name()))
                .toArray();
    }

    static byte[] collection(TenantId tenant, String collection) {
        return new ByteWriter(64).raw(collections(tenant)).text(collection).toArray();
    }

    /** What the keys of a tenant's state documents start with. */
    static byte[] collections(TenantId tenant) {
        return new ByteWriter(16).uuid(tenant.value()).toArray();
    }

    static String collectionOf(byte[] stateKey) {
        ByteReader from = ByteReader.unchecked(stateKey);
        from.uuid();
        return from.text();
    }

    /** The first key after all those that start with the prefix, or null if there can be none. */
    static byte @Nullable [] after(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xFF) {
                byte[] after = Arrays.copyOf(prefix, i + 1);
                after[i]++;
                return after;
            }
        }
        return null;
    }

    /** A number of their own, since the order of the constants may change and the store must not notice. */
    static byte stored(KeyKind kind) {
        return switch (kind) {
            case AGGREGATE -> 1;
            case EVENT_SOURCE -> 2;
            case EVENT_TYPE -> 3;
            case CORRELATION -> 4;
            case COMMIT_ID -> 5;
            case PARTITION -> 6;
            case CHECKPOINT -> 7;
        };
    }
}
