package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StatePage;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The state documents of the store. */
final class RocksDbStates implements StateStorage {
    private final Readers readers;
    private final Writer writer;

    RocksDbStates(Readers readers, Writer writer) {
        this.readers = readers;
        this.writer = writer;
    }

    @Override
    public CompletionStage<Optional<StateDocument>> get(StateName name) {
        return readers.read("state document " + name, database -> new StateReader(database).get(name));
    }

    @Override
    public CompletionStage<List<StateResult>> change(List<StateChange> changes) {
        String fault = faultOf(changes);
        if (fault != null) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(fault));
        }
        ChangeOffer offer = new ChangeOffer(List.copyOf(changes));
        writer.offer(offer);
        return offer.result();
    }

    @Override
    public CompletionStage<StatePage> list(TenantId tenant, String collection, @Nullable String after, int limit) {
        Limits.requirePositive(limit);
        return readers.read(
                "collection " + collection + " of tenant " + tenant,
                database -> new StateReader(database).list(tenant, collection, after, limit));
    }

    private static @Nullable String faultOf(List<StateChange> changes) {
        Set<StateName> names = new HashSet<>();
        for (StateChange change : changes) {
            if (!names.add(change.name())) {
                return "two changes name state document " + change.name();
            }
            if (change instanceof StateChange.Put put && put.content().size() > MAXIMUM_SIZE) {
                return "state document " + change.name() + " would have "
                        + put.content().size() + " bytes, more than " + MAXIMUM_SIZE;
            }
        }
        return null;
    }

    @Override
    public CompletionStage<Set<String>> collections(TenantId tenant) {
        return readers.read(
                "the collections of tenant " + tenant, database -> new StateReader(database).collections(tenant));
    }
}
