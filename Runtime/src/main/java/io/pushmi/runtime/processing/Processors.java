package io.pushmi.runtime.processing;

import io.pushmi.runtime.events.EventReading;
import io.pushmi.runtime.events.ReadableLog;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/**
 * The processors of a Runtime. Used by any number of threads; nothing here blocks.
 *
 * <p>The timer is the giver's, to be shut down after this is closed, and so are the logs.
 */
public final class Processors implements RegisterProcessors, OperateProcessors {
    private final EventLogs logs;
    private final EventLogStorage storage;
    private final StateStorage states;
    private final Tenants tenants;
    private final ProcessingSettings settings;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final EventReading reading;
    private final Map<ProcessorId, CompletableFuture<Registered>> registered = new ConcurrentHashMap<>();
    private volatile boolean closing;

    public Processors(
            EventLogs logs,
            EventLogStorage storage,
            StateStorage states,
            Tenants tenants,
            ProcessingSettings settings,
            Clock clock,
            ScheduledExecutorService timer) {
        this.logs = logs;
        this.storage = storage;
        this.states = states;
        this.tenants = tenants;
        this.settings = settings;
        this.clock = clock;
        this.timer = timer;
        this.reading = new EventReading(logs, storage, tenants);
    }

    @Override
    public CompletionStage<RegistrationResult> register(
            ProcessorDefinition definition, Function<TenantId, EventTarget> targets) {
        if (closing) {
            return CompletableFuture.failedFuture(new StorageUnavailable("the Runtime is shutting down", null));
        }
        CompletableFuture<Registered> slot = new CompletableFuture<>();
        if (registered.putIfAbsent(definition.id(), slot) != null) {
            return CompletableFuture.completedFuture(new RegistrationResult.AlreadyRegistered());
        }
        return begin(definition, targets)
                .thenApply(begun -> result(begun, slot))
                .whenComplete((result, failure) -> {
                    if (!(result instanceof RegistrationResult.Registered)) {
                        free(definition.id(), slot);
                    }
                });
    }

    /**
     * Stops every processor, and takes no more registrations.
     *
     * @param grace how long to wait for what is being handled
     * @return completes when all are stopped and saved; never fails
     */
    public CompletionStage<Void> close(Duration grace) {
        closing = true;
        return CompletableFuture.allOf(registered.values().stream()
                .map(slot -> slot.thenCompose(one -> one.stop(grace)).exceptionally(refused -> null))
                .toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public List<ProcessorDefinition> connected() {
        return registered.keySet().stream()
                .map(this::of)
                .flatMap(Optional::stream)
                .map(Registered::definition)
                .toList();
    }

    @Override
    public CompletionStage<Optional<List<ProcessorStatus>>> status(ProcessorId processor, Optional<TenantId> tenant) {
        Optional<Registered> found = of(processor);
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletionStage<List<ProcessorStatus>> statuses = CompletableFuture.completedFuture(new ArrayList<>());
        for (TenantId one : tenants.all()) {
            StreamProcessor at = found.get().of(one);
            if (at != null && (tenant.isEmpty() || tenant.get().equals(one))) {
                statuses = statuses.thenCombine(at.operating().status(), (all, status) -> {
                    all.add(status);
                    return all;
                });
            }
        }
        return statuses.thenApply(Optional::of);
    }

    @Override
    public CompletionStage<OperationResult> reprocessFrom(ProcessorId processor, TenantId tenant, SequenceNumber to) {
        return operate(processor, tenant, operating -> operating.reprocessFrom(to));
    }

    @Override
    public CompletionStage<OperationResult> retryNow(ProcessorId processor, TenantId tenant, PartitionId partition) {
        return operate(processor, tenant, operating -> operating.retryNow(partition));
    }

    @Override
    public CompletionStage<OperationResult> skip(
            ProcessorId processor, TenantId tenant, PartitionId partition, SequenceNumber position, Skip skip) {
        return operate(processor, tenant, operating -> operating.skip(partition, position, skip));
    }

    @Override
    public CompletionStage<List<SkippedEvent>> skipped(ProcessorId processor, TenantId tenant) {
        return new Skips(states).list(tenant, processor);
    }

    @Override
    public CompletionStage<AwaitResult> awaitHandled(
            ProcessorId processor, TenantId tenant, SequenceNumber position, Duration longest) {
        StreamProcessor at = of(processor).map(found -> found.of(tenant)).orElse(null);
        return at == null
                ? CompletableFuture.completedFuture(new AwaitResult.NotConnected())
                : at.operating().awaitHandled(position, longest);
    }

    private CompletionStage<OperationResult> operate(
            ProcessorId processor, TenantId tenant, Function<Operating, CompletionStage<OperationResult>> wish) {
        Optional<Registered> found = of(processor);
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(OperationResult.NOT_CONNECTED);
        }
        StreamProcessor at = found.get().of(tenant);
        return at == null
                ? CompletableFuture.completedFuture(OperationResult.NOT_FOR_TENANT)
                : wish.apply(at.operating());
    }

    private Optional<Registered> of(ProcessorId processor) {
        CompletableFuture<Registered> slot = registered.get(processor);
        return slot == null || !slot.isDone() || slot.isCompletedExceptionally()
                ? Optional.empty()
                : Optional.of(slot.getNow(null));
    }

    private RegistrationResult result(Begun begun, CompletableFuture<Registered> slot) {
        Optional<String> obstacle = begun.obstacle();
        if (obstacle.isPresent()) {
            return new RegistrationResult.Refused(obstacle.get());
        }
        Registered registration = begun.registered(settings.grace());
        registration.start(() -> free(registration.definition().id(), slot));
        slot.complete(registration);
        return new RegistrationResult.Registered(registration);
    }

    private void free(ProcessorId id, CompletableFuture<Registered> slot) {
        registered.remove(id, slot);
        slot.completeExceptionally(new StorageUnavailable("the processor was not registered", null));
    }

    private CompletionStage<Begun> begin(ProcessorDefinition definition, Function<TenantId, EventTarget> targets) {
        CompletionStage<Begun> begun = CompletableFuture.completedFuture(new Begun(definition));
        for (TenantId tenant : tenants.all()) {
            Workplace at = workplace(definition, tenant, targets.apply(tenant));
            begun = begun.thenCombine(new Beginning(at).find(), (all, found) -> all.and(at, found));
        }
        return begun;
    }

    private Workplace workplace(ProcessorDefinition definition, TenantId tenant, EventTarget target) {
        ScopeId scope = definition.id().scope();
        LogId log = new LogId(tenant, LogName.ofScope(scope));
        ReadableLog readable = reading.log(tenant, scope).orElseThrow();
        return new Workplace(
                definition, tenant, log, logs.log(log), readable, storage, states, settings, clock, timer, target);
    }

    /** What was found of every tenant, in their order. */
    private record Begun(ProcessorDefinition definition, Map<Workplace, Beginning.Found> found) {
        Begun(ProcessorDefinition definition) {
            this(definition, new LinkedHashMap<>());
        }

        Begun and(Workplace at, Beginning.Found more) {
            found.put(at, more);
            return this;
        }

        Optional<String> obstacle() {
            return found.entrySet().stream()
                    .map(one -> Optional.ofNullable(one.getValue().obstacle(one.getKey())))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        Registered registered(Duration grace) {
            Map<TenantId, StreamProcessor> processors = new LinkedHashMap<>();
            found.forEach((at, one) -> processors.put(at.tenant(), StreamProcessor.of(at, one)));
            return new Registered(definition, processors, grace);
        }
    }
}
