package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StatePage;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The read models of one edition of a tenant's projection, as the store has them. */
final class StoredModels {
    /** A document has a name that is not empty, and a key may be empty. */
    private static final String PREFIX = "k";

    private final StateStorage states;
    private final TenantId tenant;
    private final String collection;

    StoredModels(StateStorage states, TenantId tenant, ProjectionId projection, long edition) {
        this.states = states;
        this.tenant = tenant;
        this.collection = "read-models/" + projection + "/" + edition;
    }

    /**
     * A read model with what the store needs to change it.
     *
     * @param revision of the document; {@link Revision#ABSENT} where there is none
     */
    record Stored(ReadModel model, Revision revision) {
        static final Stored ABSENT = new Stored(ReadModel.ABSENT, Revision.ABSENT);
    }

    /** Fails as {@link StateStorage#get} does, and with {@link StorageDamaged} if it is no read model. */
    CompletionStage<Stored> get(ReadModelKey key) {
        return states.get(nameOf(key))
                .thenApply(found -> found.map(StoredModels::read).orElse(Stored.ABSENT));
    }

    /** Documents in the order of their keys. */
    CompletionStage<StatePage> list(@Nullable ReadModelKey after, int limit) {
        return states.list(tenant, collection, after == null ? null : PREFIX + after.value(), limit);
    }

    CompletionStage<List<StateResult>> change(List<StateChange> changes) {
        return states.change(changes);
    }

    CompletionStage<Optional<StateDocument>> document(StateName name) {
        return states.get(name);
    }

    StateName nameOf(ReadModelKey key) {
        return new StateName(tenant, collection, PREFIX + key.value());
    }

    @Override
    public String toString() {
        return tenant + "/" + collection;
    }

    static ReadModelKey keyOf(StateName name) {
        return new ReadModelKey(name.name().substring(PREFIX.length()));
    }

    static Stored read(StateDocument document) {
        return new Stored(ReadModel.decode(document.name(), document.content()), document.revision());
    }
}
