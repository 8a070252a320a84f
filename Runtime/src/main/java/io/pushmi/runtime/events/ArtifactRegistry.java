package io.pushmi.runtime.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pushmi.runtime.storage.Bytes;
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
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Remembers what microservices declare about their event types and aggregate roots. Durable; the last declaration of an
 * id wins. A declaration is about the microservice as a whole and is kept with every tenant, so that it moves along when
 * a tenant's store does.
 */
public final class ArtifactRegistry {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENT_TYPES = "event-types";
    private static final String AGGREGATE_ROOTS = "aggregate-roots";
    private static final int TRIES = 10;
    private static final int PAGE = 100;

    /** How many pages are read before they are asked for. */
    private static final int PAGES_AHEAD = 1;

    private final StateStorage states;
    private final Tenants tenants;

    public ArtifactRegistry(StateStorage states, Tenants tenants) {
        this.states = states;
        this.tenants = tenants;
    }

    /** Completes when the declaration is durable; fails as {@link StateStorage} does. */
    public Mono<Void> registerEventType(RegisteredArtifact eventType) {
        return register(EVENT_TYPES, eventType);
    }

    /** Completes when the declaration is durable; fails as {@link StateStorage} does. */
    public Mono<Void> registerAggregateRoot(RegisteredArtifact aggregateRoot) {
        return register(AGGREGATE_ROOTS, aggregateRoot);
    }

    /** What was declared about an event type; empty if nothing was. */
    public Mono<RegisteredArtifact> eventType(String id) {
        return find(EVENT_TYPES, id);
    }

    /** What was declared about an aggregate root; empty if nothing was. */
    public Mono<RegisteredArtifact> aggregateRoot(String id) {
        return find(AGGREGATE_ROOTS, id);
    }

    /** Everything that was declared about event types, an id once; read page by page as it is asked for. */
    public Flux<RegisteredArtifact> eventTypes() {
        return all(EVENT_TYPES);
    }

    /** Everything that was declared about aggregate roots, an id once; read page by page as it is asked for. */
    public Flux<RegisteredArtifact> aggregateRoots() {
        return all(AGGREGATE_ROOTS);
    }

    private Mono<Void> register(String collection, RegisteredArtifact artifact) {
        return Flux.fromIterable(tenants.all())
                .flatMap(tenant -> register(tenant, collection, artifact, TRIES))
                .then();
    }

    private Mono<Void> register(TenantId tenant, String collection, RegisteredArtifact artifact, int tries) {
        StateName name = new StateName(tenant, collection, artifact.id());
        return Mono.fromCompletionStage(() -> states.get(name)).flatMap(found -> {
            Bytes content = encode(artifact);
            if (found.isPresent() && found.get().content().equals(content)) {
                return Mono.empty();
            }
            Revision revision = found.map(StateDocument::revision).orElse(Revision.ABSENT);
            List<StateChange> change = List.of(new StateChange.Put(name, revision, content));
            return Mono.fromCompletionStage(() -> states.change(change)).flatMap(results -> {
                if (results.get(0) instanceof StateResult.Changed) {
                    return Mono.empty();
                }
                return tries > 1
                        ? register(tenant, collection, artifact, tries - 1)
                        : Mono.error(new StorageUnavailable(name + " kept changing while it was written", null));
            });
        });
    }

    private Mono<RegisteredArtifact> find(String collection, String id) {
        return Flux.fromIterable(tenants.all())
                .concatMap(tenant -> Mono.fromCompletionStage(() -> states.get(new StateName(tenant, collection, id))))
                .concatMap(Mono::justOrEmpty)
                .next()
                .map(ArtifactRegistry::decode);
    }

    /** A tenant that was configured later has only what was declared since. */
    private Flux<RegisteredArtifact> all(String collection) {
        return Flux.fromIterable(tenants.all())
                .concatMap(tenant -> page(tenant, collection, null)
                        .expand(page -> page.next() == null ? Mono.empty() : page(tenant, collection, page.next()))
                        .concatMapIterable(StatePage::documents, PAGES_AHEAD))
                .map(ArtifactRegistry::decode)
                .distinct(RegisteredArtifact::id);
    }

    private Mono<StatePage> page(TenantId tenant, String collection, @Nullable String after) {
        return Mono.fromCompletionStage(() -> states.list(tenant, collection, after, PAGE));
    }

    private static Bytes encode(RegisteredArtifact artifact) {
        try {
            return Bytes.wrap(JSON.writeValueAsBytes(artifact));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of texts and numbers is always JSON", impossible);
        }
    }

    private static RegisteredArtifact decode(StateDocument document) {
        try {
            return JSON.readValue(document.content().array(), RegisteredArtifact.class);
        } catch (IOException notOurs) {
            throw new StorageDamaged("the state document " + document.name() + " is not a declaration", notOurs);
        }
    }
}
