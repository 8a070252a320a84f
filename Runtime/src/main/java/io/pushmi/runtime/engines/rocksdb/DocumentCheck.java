package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.tenancy.TenantId;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Checks that every state document can be read and has a revision that was given. */
final class DocumentCheck {
    private final Database database;
    private final VerificationRun run;
    private final @Nullable Counters counters;

    DocumentCheck(Database database, VerificationRun run, @Nullable Counters counters) {
        this.database = database;
        this.run = run;
        this.counters = counters;
    }

    void run() {
        try (Scan scan = database.sweep(Column.STATES, new byte[0])) {
            for (boolean isThere = scan.seek(new byte[0]); isThere; isThere = scan.next()) {
                run.advance();
                check(scan.key(), scan.value());
            }
        } catch (RocksDBException unreadable) {
            run.found(null, null, "the state documents cannot all be read: " + unreadable.getMessage());
        }
    }

    private void check(byte[] key, byte[] value) {
        try {
            StateDocument document = StateCodec.decode(nameOf(key), value);
            run.checkedDocument();
            check(document);
        } catch (IllegalArgumentException malformed) {
            run.found(null, null, "a state document has a name that is none: " + malformed.getMessage());
        } catch (StorageDamaged damaged) {
            run.found(null, null, String.valueOf(damaged.getMessage()));
        }
    }

    private void check(StateDocument document) {
        Revision revision = document.revision();
        long newest =
                counters == null ? Long.MAX_VALUE : counters.lastRevision().value();
        if (revision.equals(Revision.ABSENT) || revision.value() > newest) {
            run.found(
                    null,
                    null,
                    "the state document " + document.name() + " has revision " + revision.value()
                            + ", which was never given: the newest is " + newest);
        }
    }

    private static StateName nameOf(byte[] key) {
        ByteReader from = ByteReader.unchecked(key);
        TenantId tenant = new TenantId(from.uuid());
        String collection = from.text();
        byte[] name = from.rest();
        return new StateName(tenant, collection, Text.of(name, 0, name.length));
    }
}
