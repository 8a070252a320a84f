package io.pushmi.runtime.storage;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * State documents in memory behind a network that loses answers, as {@link SimulatedLogs} are: now and then a read or a
 * change fails, and of a change that fails nobody is told whether all, some or nothing of it was made.
 */
public final class SimulatedStates implements StateStorage {
    private final Simulation simulation;
    private final Random random;
    private final MemoryDocuments documents = new MemoryDocuments();
    private int troublePercent;
    private int changes;

    public SimulatedStates(Simulation simulation, Random random, int troublePercent) {
        this.simulation = simulation;
        this.random = random;
        this.troublePercent = troublePercent;
    }

    public void trouble(int percent) {
        troublePercent = percent;
    }

    /** How many changes of documents were asked for. */
    public int changes() {
        return changes;
    }

    /** Every document of a collection as it is at this moment. */
    public List<StateDocument> now(TenantId tenant, String collection) {
        return documents.list(tenant, collection, null, Integer.MAX_VALUE).documents();
    }

    /** Does at once what somebody else might do. */
    public void interfere(StateChange change) {
        documents.change(List.of(change));
    }

    @Override
    public CompletionStage<Optional<StateDocument>> get(StateName name) {
        return read(() -> documents.get(name));
    }

    @Override
    public CompletionStage<List<StateResult>> change(List<StateChange> batch) {
        changes += batch.size();
        return simulation.later(() -> {
            if (!hasTrouble()) {
                return documents.change(batch);
            }
            List<StateChange> part = new ArrayList<>(batch);
            part.removeIf(change -> random.nextBoolean());
            documents.change(part);
            throw new StorageUnavailable("not now", null);
        });
    }

    @Override
    public CompletionStage<StatePage> list(TenantId tenant, String collection, @Nullable String after, int limit) {
        return read(() -> documents.list(tenant, collection, after, limit));
    }

    private <T> CompletionStage<T> read(Supplier<T> question) {
        return simulation.later(() -> {
            if (hasTrouble()) {
                throw new StorageUnavailable("not now", null);
            }
            return question.get();
        });
    }

    private boolean hasTrouble() {
        return random.nextInt(100) < troublePercent;
    }

    @Override
    public CompletionStage<Set<String>> collections(TenantId tenant) {
        return read(() -> documents.collections(tenant));
    }
}
