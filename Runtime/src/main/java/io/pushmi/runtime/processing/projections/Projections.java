package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.events.erasing.Retries;
import io.pushmi.runtime.processing.OperateProcessors;
import io.pushmi.runtime.processing.OperationResult;
import io.pushmi.runtime.processing.ProcessorDefinition;
import io.pushmi.runtime.processing.RegisterProcessors;
import io.pushmi.runtime.processing.Registration;
import io.pushmi.runtime.processing.RegistrationResult;
import io.pushmi.runtime.processing.Selection;
import io.pushmi.runtime.storage.CopyCollection;
import io.pushmi.runtime.storage.CopyEdition;
import io.pushmi.runtime.storage.ReadModelDatabases;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The projections of a Runtime and their read models. May be used by any number of threads; nothing here blocks.
 *
 * <p>A read model is what the client has made of the events that concern it, in their order, each exactly once, however
 * often the Runtime is stopped. Reading one shows every event that the client has answered.
 */
public final class Projections {
    private final RegisterProcessors processors;
    private final OperateProcessors operations;
    private final Tenants tenants;
    private final Retries retries;
    private final Editions editions;
    private final ReadModelDatabases databases;
    private final Set<ProjectionId> taken = ConcurrentHashMap.newKeySet();
    private final Map<ProjectionId, LiveProjection> live = new ConcurrentHashMap<>();

    /**
     * The projections of one Runtime.
     *
     * @param databases where copies of read models go
     * @param timer starts what has to be tried again
     */
    public Projections(
            RegisterProcessors processors,
            OperateProcessors operations,
            StateStorage states,
            ReadModelDatabases databases,
            Tenants tenants,
            ScheduledExecutorService timer) {
        this.processors = processors;
        this.operations = operations;
        this.databases = databases;
        this.tenants = tenants;
        this.retries = new Retries(timer);
        this.editions = new Editions(states, tenants, retries);
    }

    /** Goes on removing former read models where an earlier run was stopped, in the background. */
    public void resume() {
        editions.resume();
    }

    /**
     * Starts a projection for every tenant, unless it is at work, or the definition is refused. A projection that was
     * registered before goes on where it was; if its selectors, its initial state or its copies have changed, all of its
     * read models are made anew. When the stage completes, the definition is durable.
     *
     * @return fails with {@link StorageUnavailable} if the store cannot be asked now; nothing is registered then
     */
    public CompletionStage<RegistrationResult> register(ProjectionDefinition definition, ProjectionClient client) {
        Optional<String> objection = DefinitionCheck.objectionTo(definition).or(() -> objectionToCopies(definition));
        if (objection.isPresent()) {
            return CompletableFuture.completedFuture(new RegistrationResult.Refused(objection.get()));
        }
        if (!taken.add(definition.id())) {
            return CompletableFuture.completedFuture(new RegistrationResult.AlreadyRegistered());
        }
        return start(new LiveProjection(definition, Map.of()), client).whenComplete((result, failure) -> {
            if (!(result instanceof RegistrationResult.Registered)) {
                release(definition.id());
            }
        });
    }

    /** Two projections that copy to one collection would remove one another's documents. */
    private Optional<String> objectionToCopies(ProjectionDefinition definition) {
        CopyDefinition copy = definition.copy();
        if (copy == null) {
            return Optional.empty();
        }
        String wants = "projection " + definition.id().value() + " in scope "
                + definition.id().scope() + ": it asks for copies of its read models in collection "
                + copy.collection();
        Optional<String> without = tenants.all().stream()
                .filter(tenant -> !databases.has(tenant))
                .findFirst()
                .map(tenant ->
                        wants + ", and tenant " + tenant + " has no database for them; expected the setting tenants."
                                + tenant + ".resources.readModels");
        return without.or(() -> live.values().stream()
                .map(LiveProjection::definition)
                .filter(other -> !other.id().equals(definition.id()) && isTo(copy.collection(), other.copy()))
                .findFirst()
                .map(other -> wants + ", to which projection " + other.id().value() + " in scope "
                        + other.id().scope() + " copies already; expected a collection of its own"));
    }

    private static boolean isTo(String collection, @Nullable CopyDefinition copy) {
        return copy != null && copy.collection().equals(collection);
    }

    private Copies copies(TenantId tenant, ProjectionDefinition definition, CopyEdition edition) {
        CopyDefinition copy = definition.copy();
        return copy == null
                ? Copies.NONE
                : new CopiesInDatabase(
                        copy, databases, new CopyCollection(tenant, copy.collection()), edition, retries);
    }

    private CompletionStage<RegistrationResult> start(LiveProjection projection, ProjectionClient client) {
        ProjectionDefinition definition = projection.definition();
        Set<EventTypeId> types =
                definition.selectors().stream().map(EventSelector::type).collect(Collectors.toSet());
        KeySelection keys = new KeySelection(definition.selectors());
        live.put(definition.id(), projection);
        return processors
                .register(
                        ProcessorDefinition.sequential(
                                definition.id().processor(), definition.alias(), Selection.of(types)),
                        tenant -> new ProjectionTarget(
                                tenant,
                                definition,
                                keys,
                                client,
                                editions,
                                edition -> copies(tenant, definition, edition),
                                retries,
                                projection.targets()::put))
                .thenApply(result -> result instanceof RegistrationResult.Registered registered
                        ? new RegistrationResult.Registered(watched(projection, registered.registration()))
                        : result);
    }

    private Registration watched(LiveProjection projection, Registration registration) {
        ProjectionId id = projection.definition().id();
        CompletionStage<Void> stopped = registration
                .stopped()
                .handle((done, failure) -> failure)
                .thenCompose(failure -> projection.close().thenCompose(closed -> released(id, failure)));
        return new Registration() {
            @Override
            public CompletionStage<Void> stop(Duration grace) {
                return registration.stop(grace).thenCompose(done -> stopped.handle((closed, failure) -> null));
            }

            @Override
            public CompletionStage<Void> stopped() {
                return stopped;
            }
        };
    }

    private CompletionStage<Void> released(ProjectionId id, @Nullable Throwable failure) {
        release(id);
        return failure == null
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(Retries.cause(failure));
    }

    private void release(ProjectionId id) {
        live.remove(id);
        taken.remove(id);
    }

    /** The projections whose clients are connected at this moment, in no particular order. */
    public List<ProjectionDefinition> connected() {
        return live.values().stream().map(LiveProjection::definition).toList();
    }

    /**
     * Makes all read models of a tenant anew, from the first event of the log on. When the stage completes the former ones
     * are not read any more; they are removed in the background.
     *
     * @return as {@link OperateProcessors#reprocessFrom} says
     */
    public CompletionStage<OperationResult> replay(ProjectionId projection, TenantId tenant) {
        return operations.reprocessFrom(projection.processor(), tenant, SequenceNumber.FIRST);
    }

    /**
     * A read model as it is now, or the initial state where there is none.
     *
     * @return fails with {@link UnknownProjection}, and with {@link StorageUnavailable} if the store cannot be asked now
     */
    public CompletionStage<CurrentState> getOne(TenantId tenant, ProjectionId projection, ReadModelKey key) {
        ProjectionTarget target = target(tenant, projection);
        if (target != null) {
            ProjectionDefinition definition = target.definition();
            return target.find(key).thenApply(model -> ProjectionTarget.stateOf(key, model, definition));
        }
        return stored(tenant, projection)
                .thenCompose(document -> editions.models(tenant, projection, document.edition())
                        .get(key)
                        .thenApply(stored -> ProjectionTarget.stateOf(key, stored.model(), document.definition())));
    }

    /**
     * All read models in the order of their keys' UTF-8 bytes. Each is as it was when it was read, at most one page before
     * it was asked for.
     *
     * @return fails as {@link #getOne} does
     */
    public Flux<CurrentState> getAll(TenantId tenant, ProjectionId projection) {
        return Flux.defer(() -> {
            ProjectionTarget target = target(tenant, projection);
            return target == null
                    ? Mono.fromCompletionStage(() -> stored(tenant, projection))
                            .flatMapMany(document -> ModelList.stored(
                                            editions.models(tenant, projection, document.edition()))
                                    .read())
                    : ModelList.live(target.live()).read();
        });
    }

    private @Nullable ProjectionTarget target(TenantId tenant, ProjectionId projection) {
        LiveProjection connected = live.get(projection);
        return connected == null ? null : connected.working(tenant).orElse(null);
    }

    private CompletionStage<DefinitionDocument> stored(TenantId tenant, ProjectionId projection) {
        return editions.find(tenant, projection)
                .thenApply(found -> found.orElseThrow(() -> new UnknownProjection(projection, tenant)));
    }
}
