package io.pushmi.runtime.processing;

import io.pushmi.runtime.events.EventReading;
import io.pushmi.runtime.events.ReadableLog;
import io.pushmi.runtime.leases.Leases;
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
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    private final Leases leases;
    private final Registrations registrations = new Registrations();
    private volatile boolean closing;

    public Processors(
            EventLogs logs,
            EventLogStorage storage,
            StateStorage states,
            Leases leases,
            Tenants tenants,
            ProcessingSettings settings,
            Clock clock,
            ScheduledExecutorService timer) {
        this.logs = logs;
        this.storage = storage;
        this.states = states;
        this.leases = leases;
        this.tenants = tenants;
        this.settings = settings;
        this.clock = clock;
        this.timer = timer;
        this.reading = new EventReading(logs, storage, tenants);
    }

    @Override
    public CompletionStage<RegistrationResult> register(
            ProcessorDefinition definition, Function<TenantId, EventTarget> targets) {
        return register(definition, null, targets);
    }

    @Override
    public CompletionStage<RegistrationResult> register(
            ProcessorDefinition definition, @Nullable ClientId client, Function<TenantId, EventTarget> targets) {
        if (closing) {
            return CompletableFuture.failedFuture(new StorageUnavailable("the Runtime is shutting down", null));
        }
        Registrations.Place place = new Registrations.Place(definition, client);
        Optional<String> objection = registrations.join(place);
        if (objection.isPresent()) {
            return CompletableFuture.completedFuture(new RegistrationResult.AlreadyRegistered(objection.get()));
        }
        Registered registration = new Registered(definition, shifts(definition, targets), settings.grace());
        return registration
                .open()
                .handle((obstacle, failure) -> {
                    if (failure != null) {
                        return abandoned(registration, place)
                                .<RegistrationResult>thenCompose(
                                        ended -> CompletableFuture.failedFuture(Causes.of(failure)));
                    }
                    return obstacle.isEmpty()
                            ? CompletableFuture.completedFuture(started(registration, place))
                            : abandoned(registration, place)
                                    .<RegistrationResult>thenApply(
                                            ended -> new RegistrationResult.Refused(obstacle.get()));
                })
                .thenCompose(Function.identity());
    }

    /**
     * Stops every processor, and takes no more registrations.
     *
     * @param grace how long to wait for what is being handled
     * @return completes when all are stopped and saved; never fails
     */
    public CompletionStage<Void> close(Duration grace) {
        closing = true;
        return CompletableFuture.allOf(registrations.all().stream()
                .map(place ->
                        place.registered().thenCompose(one -> one.stop(grace)).exceptionally(refused -> null))
                .toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public List<ProcessorDefinition> connected() {
        return registrations.firsts().stream().map(Registered::definition).toList();
    }

    @Override
    public CompletionStage<Optional<List<ProcessorStatus>>> status(ProcessorId processor, Optional<TenantId> tenant) {
        if (registrations.of(processor).isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletionStage<List<ProcessorStatus>> statuses = CompletableFuture.completedFuture(new ArrayList<>());
        for (TenantId one : tenants.all()) {
            Shift at = registrations.of(processor, one);
            if (at != null && (tenant.isEmpty() || tenant.get().equals(one))) {
                statuses = statuses.thenCombine(at.status(), (all, status) -> {
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
        Shift at = registrations.of(processor, tenant);
        Operating operating = at == null ? null : at.operating();
        return operating == null
                ? CompletableFuture.completedFuture(new AwaitResult.NotConnected())
                : operating.awaitHandled(position, longest);
    }

    private CompletionStage<OperationResult> operate(
            ProcessorId processor, TenantId tenant, Function<Operating, CompletionStage<OperationResult>> wish) {
        if (registrations.of(processor).isEmpty()) {
            return CompletableFuture.completedFuture(OperationResult.NOT_CONNECTED);
        }
        Shift at = registrations.of(processor, tenant);
        if (at == null) {
            return CompletableFuture.completedFuture(OperationResult.NOT_FOR_TENANT);
        }
        Operating operating = at.operating();
        return operating == null
                ? CompletableFuture.completedFuture(new OperationResult.Refused(at.elsewhere()))
                : wish.apply(operating);
    }

    private RegistrationResult started(Registered registration, Registrations.Place place) {
        registration.start(() -> registrations.leave(place));
        place.take(registration);
        return new RegistrationResult.Registered(registration);
    }

    private CompletionStage<Void> abandoned(Registered registration, Registrations.Place place) {
        return registration.abandon().thenRun(() -> registrations.leave(place));
    }

    private Map<TenantId, Shift> shifts(ProcessorDefinition definition, Function<TenantId, EventTarget> targets) {
        Map<TenantId, Shift> shifts = new LinkedHashMap<>();
        for (TenantId tenant : tenants.all()) {
            shifts.put(tenant, new Shift(() -> workplace(definition, tenant, targets.apply(tenant)), leases));
        }
        return shifts;
    }

    private Workplace workplace(ProcessorDefinition definition, TenantId tenant, EventTarget target) {
        ScopeId scope = definition.id().scope();
        LogId log = new LogId(tenant, LogName.ofScope(scope));
        ReadableLog readable = reading.log(tenant, scope).orElseThrow();
        return new Workplace(
                definition, tenant, log, logs.log(log), readable, storage, states, settings, clock, timer, target);
    }
}
