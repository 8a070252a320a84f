package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.CopyChange;
import io.pushmi.runtime.storage.CopyCollection;
import io.pushmi.runtime.storage.CopyEdition;
import io.pushmi.runtime.storage.ReadModelDatabases;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Databases for read models whose changes are steps of a store, and come to their end with its power. */
final class SteppedReadModels implements ReadModelDatabases {
    private final ReadModelDatabases databases;
    private final SteppedStates steps;

    SteppedReadModels(ReadModelDatabases databases, SteppedStates steps) {
        this.databases = databases;
        this.steps = steps;
    }

    @Override
    public boolean has(TenantId tenant) {
        return databases.has(tenant);
    }

    @Override
    public CompletionStage<Void> begin(CopyCollection collection, CopyEdition edition) {
        return steps.make(() -> Answers.of(databases.begin(collection, edition)));
    }

    @Override
    public CompletionStage<List<String>> change(
            CopyCollection collection, CopyEdition edition, List<CopyChange> changes) {
        return steps.make(() -> Answers.of(databases.change(collection, edition, changes)));
    }
}
