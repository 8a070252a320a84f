package io.pushmi.runtime.storage;

import io.pushmi.runtime.storage.MemoryDisk.Write;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The state documents of a {@link MemoryEngine}. */
final class MemoryStateStorage implements StateStorage {
    private final MemoryEngine engine;

    MemoryStateStorage(MemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletionStage<Optional<StateDocument>> get(StateName name) {
        return engine.ask(() -> engine.documents().get(name));
    }

    @Override
    public CompletionStage<List<StateResult>> change(List<StateChange> changes) {
        List<StateChange> batch = List.copyOf(changes);
        return engine.ask(() -> {
            List<StateResult> results = engine.documents().change(batch);
            engine.write(new Write.Changed(batch));
            return results;
        });
    }

    @Override
    public CompletionStage<StatePage> list(TenantId tenant, String collection, @Nullable String after, int limit) {
        return engine.ask(() -> engine.documents().list(tenant, collection, after, limit));
    }

    @Override
    public CompletionStage<Set<String>> collections(TenantId tenant) {
        return engine.ask(() -> engine.documents().collections(tenant));
    }
}
