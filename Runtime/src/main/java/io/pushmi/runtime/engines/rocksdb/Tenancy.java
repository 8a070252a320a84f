package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.tenancy.TenantId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.rocksdb.RocksDBException;

/** Finds out whose the things in a store are, with one look at each tenant. */
final class Tenancy {
    private static final int TENANT_SIZE = 16;

    private Tenancy() {}

    static Set<TenantId> of(Database database) throws RocksDBException {
        Set<TenantId> tenants = new HashSet<>();
        addAll(database, Column.DIRECTORY, Layout.directoryEntries(), tenants);
        addAll(database, Column.STATES, new byte[0], tenants);
        return tenants;
    }

    /** @param prefix what stands before the tenant */
    private static void addAll(Database database, Column column, byte[] prefix, Set<TenantId> tenants)
            throws RocksDBException {
        try (Scan entries = database.sweep(column, prefix)) {
            boolean isThere = entries.seek(prefix);
            while (isThere && entries.key().length >= prefix.length + TENANT_SIZE) {
                database.requireWanted();
                byte[] key = entries.key();
                ByteBuffer from = ByteBuffer.wrap(key, prefix.length, TENANT_SIZE);
                tenants.add(new TenantId(new UUID(from.getLong(), from.getLong())));
                byte[] ofTenant = Arrays.copyOf(key, prefix.length + TENANT_SIZE);
                byte[] next = Layout.after(ofTenant);
                isThere = next != null && entries.seek(next);
            }
        }
    }
}
