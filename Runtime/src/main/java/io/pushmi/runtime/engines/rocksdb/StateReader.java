package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StatePage;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Reads state documents. */
final class StateReader {
    private final Database database;

    StateReader(Database database) {
        this.database = database;
    }

    Optional<StateDocument> get(StateName name) throws RocksDBException {
        byte[] bytes = database.get(Column.STATES, Layout.state(name));
        return bytes == null ? Optional.empty() : Optional.of(StateCodec.decode(name, bytes));
    }

    StatePage list(TenantId tenant, String collection, @Nullable String after, int limit) throws RocksDBException {
        byte[] prefix = Layout.collection(tenant, collection);
        List<StateDocument> documents = new ArrayList<>();
        try (Scan entries = database.scan(Column.STATES, prefix)) {
            boolean isThere = entries.seek(after == null ? prefix : justAfter(prefix, after));
            while (isThere && documents.size() < limit) {
                database.requireWanted();
                documents.add(document(tenant, collection, entries, prefix.length));
                isThere = entries.next();
            }
            String next = isThere && !documents.isEmpty()
                    ? documents.get(documents.size() - 1).name().name()
                    : null;
            return new StatePage(documents, next);
        }
    }

    private static StateDocument document(TenantId tenant, String collection, Scan entries, int nameAt) {
        byte[] key = entries.key();
        String name = Text.of(key, nameAt, key.length - nameAt);
        return StateCodec.decode(new StateName(tenant, collection, name), entries.value());
    }

    private static byte[] justAfter(byte[] prefix, String after) {
        return new ByteWriter(64).raw(prefix).raw(Text.bytes(after)).octet(0).toArray();
    }

    /** One look at each collection, whatever is in it. */
    Set<String> collections(TenantId tenant) throws RocksDBException {
        byte[] prefix = Layout.collections(tenant);
        Set<String> names = new HashSet<>();
        try (Scan entries = database.scan(Column.STATES, prefix)) {
            boolean isThere = entries.seek(prefix);
            while (isThere) {
                database.requireWanted();
                String name = Layout.collectionOf(entries.key());
                names.add(name);
                byte[] after = Layout.after(Layout.collection(tenant, name));
                isThere = after != null && entries.seek(after);
            }
        }
        return names;
    }
}
