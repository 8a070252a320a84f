package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.events.erasing.Retries;
import io.pushmi.runtime.storage.CopyChange;
import io.pushmi.runtime.storage.CopyCollection;
import io.pushmi.runtime.storage.CopyEdition;
import io.pushmi.runtime.storage.CopyValue;
import io.pushmi.runtime.storage.ReadModelDatabases;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies read models into a collection of a tenant's own database.
 *
 * <p><b>Implementer's note.</b> Whoever has an earlier edition may be paused and come back at any time. So nothing is
 * dropped: what is not of this edition is removed, and every document carries what it has come to.
 */
final class CopiesInDatabase implements Copies {
    private static final Logger LOG = LoggerFactory.getLogger(CopiesInDatabase.class);
    private static final int MOST_CHANGES = 256;
    private static final int MOST_CHARACTERS = 4 * 1024 * 1024;

    private final CopyMaker maker;
    private final ReadModelDatabases databases;
    private final CopyCollection collection;
    private final CopyEdition edition;
    private final Retries retries;
    private final Map<ReadModelKey, ReadModel> due = new LinkedHashMap<>();
    private volatile boolean isBegun;

    CopiesInDatabase(
            CopyDefinition definition,
            ReadModelDatabases databases,
            CopyCollection collection,
            CopyEdition edition,
            Retries retries) {
        this.maker = new CopyMaker(definition);
        this.databases = databases;
        this.collection = collection;
        this.edition = edition;
        this.retries = retries;
    }

    @Override
    public Optional<String> objectionTo(ReadModelKey key, String json) {
        try {
            maker.copy(key, json);
            return Optional.empty();
        } catch (CannotBeCopied problem) {
            return Optional.of("the read model cannot be copied to " + collection + ": " + problem.reason());
        }
    }

    @Override
    public void changed(ReadModelKey key, ReadModel model) {
        synchronized (due) {
            due.put(key, model);
        }
    }

    @Override
    public Map<ReadModelKey, ReadModel> due() {
        synchronized (due) {
            return new LinkedHashMap<>(due);
        }
    }

    @Override
    public CompletionStage<Void> write(Map<ReadModelKey, ReadModel> models) {
        return begin().thenCompose(begun -> write(models.entrySet().iterator()));
    }

    private CompletionStage<Void> begin() {
        return isBegun
                ? CompletableFuture.completedFuture(null)
                : retries.until("Removing former copies from " + collection, () -> databases.begin(collection, edition))
                        .thenAccept(begun -> isBegun = true);
    }

    private CompletionStage<Void> write(Iterator<Map.Entry<ReadModelKey, ReadModel>> rest) {
        Map<ReadModelKey, ReadModel> some = new LinkedHashMap<>();
        long characters = 0;
        while (rest.hasNext() && some.size() < MOST_CHANGES && characters < MOST_CHARACTERS) {
            Map.Entry<ReadModelKey, ReadModel> next = rest.next();
            String json = next.getValue().json();
            some.put(next.getKey(), next.getValue());
            characters += json == null ? 0 : json.length();
        }
        if (some.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<CopyChange> changes = changes(some);
        return retries.until(
                        "Copying read models to " + collection, () -> databases.change(collection, edition, changes))
                .thenCompose(refused -> {
                    refused.forEach(reason -> LOG.error("{} lacks a copy of a read model: {}", collection, reason));
                    written(some);
                    return write(rest);
                });
    }

    private List<CopyChange> changes(Map<ReadModelKey, ReadModel> models) {
        List<CopyChange> changes = new ArrayList<>(models.size());
        models.forEach((key, model) -> change(key, model).ifPresent(changes::add));
        return changes;
    }

    private Optional<CopyChange> change(ReadModelKey key, ReadModel model) {
        String json = model.json();
        if (json == null) {
            return Optional.of(new CopyChange.Remove(key.value(), model.appliedThrough()));
        }
        try {
            CopyValue.Fields copy = maker.copy(key, json);
            return Optional.of(new CopyChange.Put(key.value(), model.appliedThrough(), copy));
        } catch (CannotBeCopied fromAnotherVersion) {
            LOG.error("{} lacks a copy of read model {}: {}", collection, key, fromAnotherVersion.reason());
            return Optional.empty();
        }
    }

    private void written(Map<ReadModelKey, ReadModel> models) {
        synchronized (due) {
            models.forEach(due::remove);
        }
    }
}
