package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.events.processing.management.EventHandlerStatus;
import io.pushmi.contracts.runtime.events.processing.management.EventHandlersGrpc;
import io.pushmi.contracts.runtime.events.processing.management.GetAllRequest;
import io.pushmi.contracts.runtime.events.processing.management.GetAllResponse;
import io.pushmi.contracts.runtime.events.processing.management.GetOneRequest;
import io.pushmi.contracts.runtime.events.processing.management.GetOneResponse;
import io.pushmi.contracts.runtime.events.processing.management.ReprocessAllEventsRequest;
import io.pushmi.contracts.runtime.events.processing.management.ReprocessAllEventsResponse;
import io.pushmi.contracts.runtime.events.processing.management.ReprocessEventsFromRequest;
import io.pushmi.contracts.runtime.events.processing.management.ReprocessEventsFromResponse;
import io.pushmi.contracts.runtime.events.processing.management.ReprocessEventsFromTimestampRequest;
import io.pushmi.contracts.runtime.events.processing.management.ReprocessEventsFromTimestampResponse;
import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.events.EventReading;
import io.pushmi.runtime.management.Reprocessing;
import io.pushmi.runtime.processing.OperateProcessors;
import io.pushmi.runtime.processing.OperationResult;
import io.pushmi.runtime.processing.ProcessorDefinition;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorKind;
import io.pushmi.runtime.processing.ProcessorStatus;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Shows operators the event handlers that are connected, and delivers events to them again. */
final class EventHandlersManagement extends EventHandlersGrpc.EventHandlersImplBase {
    private final UnaryCall<GetAllResponse> getAll = new UnaryCall<>(
            "management.EventHandlers/GetAll",
            failure -> GetAllResponse.newBuilder().setFailure(failure).build());
    private final UnaryCall<GetOneResponse> getOne = new UnaryCall<>(
            "management.EventHandlers/GetOne",
            failure -> GetOneResponse.newBuilder().setFailure(failure).build());
    private final UnaryCall<ReprocessEventsFromResponse> reprocessEventsFrom = new UnaryCall<>(
            "management.EventHandlers/ReprocessEventsFrom",
            failure ->
                    ReprocessEventsFromResponse.newBuilder().setFailure(failure).build());
    private final UnaryCall<ReprocessEventsFromTimestampResponse> reprocessFromTimestamp = new UnaryCall<>(
            "management.EventHandlers/ReprocessEventsFromTimestamp",
            failure -> ReprocessEventsFromTimestampResponse.newBuilder()
                    .setFailure(failure)
                    .build());
    private final UnaryCall<ReprocessAllEventsResponse> reprocessAll = new UnaryCall<>(
            "management.EventHandlers/ReprocessAllEvents",
            failure ->
                    ReprocessAllEventsResponse.newBuilder().setFailure(failure).build());

    private final OperateProcessors processors;
    private final Reprocessing reprocessing;
    private final KnownTenants tenants;

    EventHandlersManagement(OperateProcessors processors, EventReading reading, Tenants tenants) {
        this.processors = processors;
        this.reprocessing = new Reprocessing(processors, reading);
        this.tenants = new KnownTenants(tenants);
    }

    @Override
    public void getAll(GetAllRequest request, StreamObserver<GetAllResponse> caller) {
        getAll.answer(caller, () -> {
            Optional<TenantId> tenant = tenant(request.hasTenantId(), request.getTenantId());
            AnswerSize size = new AnswerSize("the event handlers", "ask for one of them, or for one tenant");
            return Flux.fromIterable(processors.connected())
                    .filter(definition -> definition.id().kind() == ProcessorKind.EVENT_HANDLER)
                    .concatMap(definition -> status(definition, tenant))
                    .doOnNext(size::add)
                    .collect(GetAllResponse::newBuilder, GetAllResponse.Builder::addEventHandlers)
                    .map(GetAllResponse.Builder::build)
                    .toFuture();
        });
    }

    @Override
    public void getOne(GetOneRequest request, StreamObserver<GetOneResponse> caller) {
        getOne.answer(caller, () -> {
            ProcessorId handler = handler(
                    request.hasScopeId(),
                    request.getScopeId(),
                    request.hasEventHandlerId(),
                    request.getEventHandlerId());
            Optional<TenantId> tenant = tenant(request.hasTenantId(), request.getTenantId());
            return Flux.fromIterable(processors.connected())
                    .filter(definition -> definition.id().equals(handler))
                    .next()
                    .flatMap(definition -> status(definition, tenant))
                    .switchIfEmpty(Mono.error(() -> notRegistered(handler)))
                    .map(status ->
                            GetOneResponse.newBuilder().setEventHandlers(status).build())
                    .toFuture();
        });
    }

    @Override
    public void reprocessEventsFrom(
            ReprocessEventsFromRequest request, StreamObserver<ReprocessEventsFromResponse> caller) {
        reprocessEventsFrom.answer(caller, () -> {
            ProcessorId handler = handler(
                    request.hasScopeId(),
                    request.getScopeId(),
                    request.hasEventHandlerId(),
                    request.getEventHandlerId());
            TenantId tenant = tenants.require(
                    request.hasTenantId(), request.getTenantId(), FailureType.EVENT_HANDLER_NOT_REGISTERED_FOR_TENANT);
            SequenceNumber position =
                    new SequenceNumber(requireSmall(request.getStreamPosition(), "the number of an event"));
            return reprocessing
                    .from(handler, Optional.of(tenant), position)
                    .thenApply(result -> answer(handler, result, ReprocessEventsFromResponse.getDefaultInstance()));
        });
    }

    @Override
    public void reprocessEventsFromTimestamp(
            ReprocessEventsFromTimestampRequest request, StreamObserver<ReprocessEventsFromTimestampResponse> caller) {
        reprocessFromTimestamp.answer(caller, () -> {
            ProcessorId handler = handler(
                    request.hasScopeId(),
                    request.getScopeId(),
                    request.hasEventHandlerId(),
                    request.getEventHandlerId());
            Optional<TenantId> tenant = tenant(request.hasTenantId(), request.getTenantId());
            Instant instant = Instant.ofEpochMilli(requireSmall(request.getStreamPosition(), "milliseconds"));
            return reprocessing
                    .from(handler, tenant, instant)
                    .thenApply(result ->
                            answer(handler, result, ReprocessEventsFromTimestampResponse.getDefaultInstance()));
        });
    }

    @Override
    public void reprocessAllEvents(
            ReprocessAllEventsRequest request, StreamObserver<ReprocessAllEventsResponse> caller) {
        reprocessAll.answer(caller, () -> {
            ProcessorId handler = handler(
                    request.hasScopeId(),
                    request.getScopeId(),
                    request.hasEventHandlerId(),
                    request.getEventHandlerId());
            return reprocessing
                    .from(handler, Optional.empty(), SequenceNumber.FIRST)
                    .thenApply(result -> answer(handler, result, ReprocessAllEventsResponse.getDefaultInstance()));
        });
    }

    private Mono<EventHandlerStatus> status(ProcessorDefinition definition, Optional<TenantId> tenant) {
        return Mono.fromCompletionStage(() -> processors.status(definition.id(), tenant))
                .flatMap(Mono::justOrEmpty)
                .map(statuses -> write(definition, statuses));
    }

    private static EventHandlerStatus write(ProcessorDefinition definition, List<ProcessorStatus> statuses) {
        EventHandlerStatus.Builder written = EventHandlerStatus.newBuilder()
                .setScopeId(Guids.write(definition.id().scope().value()))
                .setEventHandlerId(Guids.write(definition.id().value()))
                .setPartitioned(definition.partitioned())
                .setAlias(ShownAlias.of(definition.alias()))
                .addAllTenants(ProcessorStatuses.write(statuses));
        definition.selection().types().stream()
                .map(type -> Artifacts.write(new EventType(type, Generation.FIRST)))
                .forEach(written::addEventTypes);
        return written.build();
    }

    private static <T> T answer(ProcessorId handler, OperationResult result, T moved) {
        if (result instanceof OperationResult.Done) {
            return moved;
        }
        if (result instanceof OperationResult.Refused refused) {
            throw new Refusal(FailureType.CANNOT_REPROCESS_FROM_THERE, refused.reason());
        }
        throw result instanceof OperationResult.NotForTenant
                ? new Refusal(FailureType.EVENT_HANDLER_NOT_REGISTERED_FOR_TENANT, describe(handler))
                : notRegistered(handler);
    }

    private static Refusal notRegistered(ProcessorId handler) {
        return new Refusal(FailureType.EVENT_HANDLER_NOT_REGISTERED, describe(handler));
    }

    private static String describe(ProcessorId handler) {
        return "event handler " + handler.value() + " in scope " + handler.scope();
    }

    /** A number that the contract declares as unsigned. */
    private static long requireSmall(long number, String what) {
        if (number < 0) {
            throw new Refusal(
                    FailureType.CANNOT_REPROCESS_FROM_THERE,
                    "expected " + what + ", at most " + Long.MAX_VALUE + ", found " + Long.toUnsignedString(number));
        }
        return number;
    }

    private Optional<TenantId> tenant(boolean isSet, Uuid wire) {
        return tenants.find(isSet, wire, FailureType.EVENT_HANDLER_NOT_REGISTERED_FOR_TENANT);
    }

    private static ProcessorId handler(boolean hasScope, Uuid scope, boolean hasId, Uuid id) {
        return new ProcessorId(
                ProcessorKind.EVENT_HANDLER,
                new ScopeId(Guids.require(hasScope, scope, "scopeId")),
                Guids.require(hasId, id, "eventHandlerId"));
    }
}
