package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.events.erasing.Retries;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StatePage;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers projections, and which edition of its read models each of them is making. To make them anew is to begin the
 * next edition: nobody sees a mixture of both, and the old ones go in the background. Stages fail with {@link
 * StorageUnavailable} when the store cannot be asked now.
 */
final class Editions {
    private static final Logger LOG = LoggerFactory.getLogger(Editions.class);
    private static final int AT_A_TIME = 100;

    private final StateStorage states;
    private final Tenants tenants;
    private final Retries retries;

    Editions(StateStorage states, Tenants tenants, Retries retries) {
        this.states = states;
        this.tenants = tenants;
        this.retries = retries;
    }

    CompletionStage<Optional<DefinitionDocument>> find(TenantId tenant, ProjectionId projection) {
        StateName name = DefinitionDocument.nameOf(tenant, projection);
        return states.get(name).thenApply(found -> found.map(Editions::read));
    }

    /** Remembers what a client registers. */
    CompletionStage<DefinitionDocument> register(TenantId tenant, ProjectionDefinition definition) {
        return change(
                DefinitionDocument.nameOf(tenant, definition.id()),
                known -> known.map(document -> document.with(definition))
                        .orElseGet(() -> DefinitionDocument.first(definition)));
    }

    /** Begins the next edition, whose number is more than that of the one that is being made. */
    CompletionStage<Long> next(TenantId tenant, ProjectionId projection, long made) {
        StateName name = DefinitionDocument.nameOf(tenant, projection);
        return change(name, known -> required(name, known).withNextEdition(made))
                .thenApply(DefinitionDocument::edition);
    }

    StoredModels models(TenantId tenant, ProjectionId projection, long edition) {
        return new StoredModels(states, tenant, projection, edition);
    }

    /** Removes the read models of former editions, in the background. */
    void removeOld(TenantId tenant, ProjectionId projection) {
        CompletionStage<Void> unused = retries.until(
                        "Removing former read models of projection " + projection + " of tenant " + tenant,
                        () -> remove(tenant, projection))
                .exceptionally(logged -> null);
    }

    /** Goes on with removals that were begun before this Runtime was started, in the background. */
    void resume() {
        for (TenantId tenant : tenants.all()) {
            CompletionStage<Void> unused = retries.until(
                            "Looking for former read models of tenant " + tenant, () -> resume(tenant, null))
                    .exceptionally(logged -> null);
        }
    }

    private CompletionStage<Void> resume(TenantId tenant, @Nullable String after) {
        return states.list(tenant, DefinitionDocument.COLLECTION, after, AT_A_TIME)
                .thenCompose(page -> {
                    page.documents().forEach(document -> look(tenant, document));
                    return page.next() == null ? CompletableFuture.completedFuture(null) : resume(tenant, page.next());
                });
    }

    private void look(TenantId tenant, StateDocument document) {
        try {
            DefinitionDocument known = read(document);
            if (known.oldest() < known.edition()) {
                removeOld(tenant, known.definition().id());
            }
        } catch (StorageDamaged damaged) {
            LOG.error("former read models of a projection cannot be looked for", damaged);
        }
    }

    private CompletionStage<Void> remove(TenantId tenant, ProjectionId projection) {
        return find(tenant, projection).thenCompose(found -> {
            if (found.isEmpty() || found.get().oldest() >= found.get().edition()) {
                return CompletableFuture.completedFuture(null);
            }
            long oldest = found.get().oldest();
            StateName name = DefinitionDocument.nameOf(tenant, projection);
            return empty(models(tenant, projection, oldest))
                    .thenCompose(emptied ->
                            change(name, known -> required(name, known).withOldest(oldest + 1)))
                    .thenCompose(changed -> remove(tenant, projection));
        });
    }

    /** Whoever else removes some of them meanwhile does the same. */
    private static CompletionStage<Void> empty(StoredModels models) {
        return models.list(null, AT_A_TIME)
                .thenCompose(page -> page.documents().isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : models.change(removals(page)).thenCompose(removed -> empty(models)));
    }

    private static List<StateChange> removals(StatePage page) {
        return page.documents().stream()
                .<StateChange>map(document -> new StateChange.Remove(document.name(), document.revision()))
                .toList();
    }

    /** Changes a document however often it is changed by others meanwhile. */
    private CompletionStage<DefinitionDocument> change(
            StateName name, Function<Optional<DefinitionDocument>, DefinitionDocument> change) {
        return states.get(name).thenCompose(found -> {
            Optional<DefinitionDocument> known = found.map(Editions::read);
            DefinitionDocument changed = change.apply(known);
            if (known.isPresent() && known.get().equals(changed)) {
                return CompletableFuture.completedFuture(changed);
            }
            StateChange put = new StateChange.Put(
                    name, found.map(StateDocument::revision).orElse(Revision.ABSENT), changed.encode());
            return states.change(List.of(put))
                    .thenCompose(results -> results.get(0) instanceof StateResult.Changed
                            ? CompletableFuture.completedFuture(changed)
                            : change(name, change));
        });
    }

    private static DefinitionDocument required(StateName name, Optional<DefinitionDocument> known) {
        return known.orElseThrow(() -> new StorageDamaged(
                "the state document " + name + " is gone, expected the definition of a projection", null));
    }

    private static DefinitionDocument read(StateDocument document) {
        return DefinitionDocument.decode(document.name(), document.content());
    }
}
