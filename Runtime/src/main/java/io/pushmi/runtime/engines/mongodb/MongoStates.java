package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StatePage;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** The state documents of the tenants' databases, each database with one collection for all of them. */
final class MongoStates implements StateStorage {
    static final String COLLECTION = "state";

    private static final int LONGEST_PAGE = 1_000;
    private static final BsonDocument BY_ID = new BsonDocument(StateCodec.ID, new BsonInt32(1));
    private static final BsonDocument NOT_REMOVED = new BsonDocument("$exists", BsonBoolean.FALSE);

    private final Function<TenantId, MongoCommands> databases;
    private final Clock clock;
    private final InFlight inFlight = new InFlight();

    /**
     * @param databases the database of a tenant; throws {@link StorageUnavailable} for a tenant that has none
     * @param clock says when documents are removed
     */
    MongoStates(Function<TenantId, MongoCommands> databases, Clock clock) {
        this.databases = databases;
        this.clock = clock;
    }

    /** From then on everything fails; completes when what was offered before is answered. */
    CompletionStage<Void> close() {
        return inFlight.close();
    }

    @Override
    public CompletionStage<Optional<StateDocument>> get(StateName name) {
        BsonDocument filter = new BsonDocument(StateCodec.ID, new BsonString(StateKey.of(name)))
                .append(StateCodec.REMOVED, NOT_REMOVED);
        // Another primary may have been elected: the contract wants the document as of this call.
        Find find = Find.one(COLLECTION, filter).linearizable();
        return run(() -> databases
                .apply(name.tenant())
                .find(find)
                .thenApply(reply ->
                        reply.documents().stream().findFirst().map(stored -> StateCodec.decode(name, stored))));
    }

    @Override
    public CompletionStage<List<StateResult>> change(List<StateChange> changes) {
        String fault = faultOf(changes);
        if (fault != null) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(fault));
        }
        return run(() -> {
            Map<StateName, StateResult> results = new ConcurrentHashMap<>();
            List<CompletableFuture<Void>> parts = new ArrayList<>();
            byTenant(changes).forEach((tenant, some) -> {
                for (List<StateChange> part : ChangeSet.parts(some)) {
                    parts.add(new ChangeSet(databases.apply(tenant), part, clock)
                            .make()
                            .thenAccept(results::putAll)
                            .toCompletableFuture());
                }
            });
            return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                    .thenApply(done -> changes.stream()
                            .map(change -> Objects.requireNonNull(results.get(change.name())))
                            .toList());
        });
    }

    @Override
    public CompletionStage<StatePage> list(TenantId tenant, String collection, @Nullable String after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a page has at least 1 document, found a limit of " + limit);
        }
        int most = Math.min(limit, LONGEST_PAGE);
        String from = after == null ? StateKey.first(collection) : StateKey.of(collection, after);
        BsonDocument filter = new BsonDocument(StateCodec.ID, between(from, StateKey.beyond(collection)))
                .append(StateCodec.REMOVED, NOT_REMOVED);
        // One more than wanted tells whether there is a next page.
        Find find = Find.of(COLLECTION, filter, BY_ID, most + 1);
        return run(() -> databases.apply(tenant).find(find).thenApply(reply -> page(tenant, collection, reply, most)));
    }

    @Override
    public CompletionStage<Set<String>> collections(TenantId tenant) {
        return run(() -> collectionsFrom(databases.apply(tenant), "", new HashSet<>()));
    }

    /** Looks at one document of each collection. */
    private static CompletionStage<Set<String>> collectionsFrom(
            MongoCommands database, String from, Set<String> found) {
        BsonDocument filter = new BsonDocument(StateCodec.ID, between(from, StateKey.REVISIONS))
                .append(StateCodec.REMOVED, NOT_REMOVED);
        Find first = Find.of(COLLECTION, filter, BY_ID, 1).projected(BY_ID);
        return database.find(first).thenCompose(reply -> {
            if (reply.documents().isEmpty()) {
                return CompletableFuture.completedFuture(found);
            }
            String collection =
                    StateKey.collectionOf(StateCodec.key(reply.documents().get(0)));
            found.add(collection);
            return collectionsFrom(database, StateKey.beyond(collection), found);
        });
    }

    private <T> CompletionStage<T> run(Supplier<CompletionStage<T>> work) {
        return inFlight.run(work).exceptionallyCompose(failure -> CompletableFuture.failedFuture(Failures.of(failure)));
    }

    private static StatePage page(TenantId tenant, String collection, FindReply reply, int most) {
        List<RawBsonDocument> stored = reply.documents();
        List<StateDocument> documents = stored.stream()
                .limit(most)
                .map(each -> StateCodec.decode(tenant, collection, each))
                .toList();
        boolean goesOn = reply.isCut() || stored.size() > most;
        return new StatePage(
                documents, goesOn ? documents.get(documents.size() - 1).name().name() : null);
    }

    private static BsonDocument between(String after, String before) {
        return new BsonDocument("$gt", new BsonString(after)).append("$lt", new BsonString(before));
    }

    private static Map<TenantId, List<StateChange>> byTenant(List<StateChange> changes) {
        Map<TenantId, List<StateChange>> tenants = new LinkedHashMap<>();
        for (StateChange change : changes) {
            tenants.computeIfAbsent(change.name().tenant(), none -> new ArrayList<>())
                    .add(change);
        }
        return tenants;
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
}
