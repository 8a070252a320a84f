package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.events.processing.EventOccurredKeySelector;
import io.pushmi.contracts.runtime.events.processing.EventPropertyKeySelector;
import io.pushmi.contracts.runtime.events.processing.EventSourceIdKeySelector;
import io.pushmi.contracts.runtime.events.processing.PartitionIdKeySelector;
import io.pushmi.contracts.runtime.events.processing.ProjectionEventSelector;
import io.pushmi.contracts.runtime.events.processing.StaticKeySelector;
import io.pushmi.contracts.runtime.events.processing.management.GetAllProjectionsRequest;
import io.pushmi.contracts.runtime.events.processing.management.GetAllProjectionsResponse;
import io.pushmi.contracts.runtime.events.processing.management.GetOneProjectionRequest;
import io.pushmi.contracts.runtime.events.processing.management.GetOneProjectionResponse;
import io.pushmi.contracts.runtime.events.processing.management.ProjectionStatus;
import io.pushmi.contracts.runtime.events.processing.management.ProjectionsGrpc;
import io.pushmi.contracts.runtime.events.processing.management.ReplayProjectionRequest;
import io.pushmi.contracts.runtime.events.processing.management.ReplayProjectionResponse;
import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.processing.OperateProcessors;
import io.pushmi.runtime.processing.OperationResult;
import io.pushmi.runtime.processing.ProcessorStatus;
import io.pushmi.runtime.processing.projections.EventSelector;
import io.pushmi.runtime.processing.projections.KeySelector;
import io.pushmi.runtime.processing.projections.ProjectionDefinition;
import io.pushmi.runtime.processing.projections.ProjectionId;
import io.pushmi.runtime.processing.projections.Projections;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Shows operators the projections that are connected, and builds their read models anew. */
final class ProjectionsManagement extends ProjectionsGrpc.ProjectionsImplBase {
    private final UnaryCall<GetAllProjectionsResponse> getAll = new UnaryCall<>(
            "management.Projections/GetAll",
            failure ->
                    GetAllProjectionsResponse.newBuilder().setFailure(failure).build());
    private final UnaryCall<GetOneProjectionResponse> getOne = new UnaryCall<>(
            "management.Projections/GetOne",
            failure -> GetOneProjectionResponse.newBuilder().setFailure(failure).build());
    private final UnaryCall<ReplayProjectionResponse> replay = new UnaryCall<>(
            "management.Projections/Replay",
            failure -> ReplayProjectionResponse.newBuilder().setFailure(failure).build());

    private final Projections projections;
    private final OperateProcessors processors;
    private final KnownTenants tenants;

    ProjectionsManagement(Projections projections, OperateProcessors processors, Tenants tenants) {
        this.projections = projections;
        this.processors = processors;
        this.tenants = new KnownTenants(tenants);
    }

    @Override
    public void getAll(GetAllProjectionsRequest request, StreamObserver<GetAllProjectionsResponse> caller) {
        getAll.answer(caller, () -> {
            Optional<TenantId> tenant = tenants.find(request.hasTenantId(), request.getTenantId(), FailureType.OTHER);
            AnswerSize size = new AnswerSize("the projections", "ask for one of them, or for one tenant");
            return Flux.fromIterable(projections.connected())
                    .concatMap(definition -> status(definition, tenant))
                    .doOnNext(size::add)
                    .collect(GetAllProjectionsResponse::newBuilder, GetAllProjectionsResponse.Builder::addProjections)
                    .map(GetAllProjectionsResponse.Builder::build)
                    .toFuture();
        });
    }

    @Override
    public void getOne(GetOneProjectionRequest request, StreamObserver<GetOneProjectionResponse> caller) {
        getOne.answer(caller, () -> {
            ProjectionId projection = projection(
                    request.hasScopeId(), request.getScopeId(), request.hasProjectionId(), request.getProjectionId());
            Optional<TenantId> tenant = tenants.find(request.hasTenantId(), request.getTenantId(), FailureType.OTHER);
            return Flux.fromIterable(projections.connected())
                    .filter(definition -> definition.id().equals(projection))
                    .next()
                    .flatMap(definition -> status(definition, tenant))
                    .switchIfEmpty(Mono.error(() -> notConnected(projection)))
                    .map(status -> GetOneProjectionResponse.newBuilder()
                            .setProjection(status)
                            .build())
                    .toFuture();
        });
    }

    @Override
    public void replay(ReplayProjectionRequest request, StreamObserver<ReplayProjectionResponse> caller) {
        replay.answer(caller, () -> {
            ProjectionId projection = projection(
                    request.hasScopeId(), request.getScopeId(), request.hasProjectionId(), request.getProjectionId());
            Optional<TenantId> tenant = tenants.find(request.hasTenantId(), request.getTenantId(), FailureType.OTHER);
            return Flux.fromIterable(tenants.wanted(tenant))
                    .concatMapDelayError(each -> Mono.fromCompletionStage(() -> projections.replay(projection, each)))
                    .collectList()
                    .map(results -> answer(projection, results))
                    .toFuture();
        });
    }

    private static ReplayProjectionResponse answer(ProjectionId projection, List<OperationResult> results) {
        for (OperationResult result : results) {
            if (result instanceof OperationResult.Refused refused) {
                throw new Refusal(FailureType.OTHER, refused.reason());
            }
            if (result instanceof OperationResult.NotForTenant) {
                throw new Refusal(FailureType.OTHER, describe(projection) + " does not run for the tenant");
            }
            if (result instanceof OperationResult.NotConnected) {
                throw notConnected(projection);
            }
        }
        return ReplayProjectionResponse.getDefaultInstance();
    }

    private Mono<ProjectionStatus> status(ProjectionDefinition definition, Optional<TenantId> tenant) {
        return Mono.fromCompletionStage(() -> processors.status(definition.id().processor(), tenant))
                .flatMap(Mono::justOrEmpty)
                .map(statuses -> write(definition, statuses));
    }

    private static ProjectionStatus write(ProjectionDefinition definition, List<ProcessorStatus> statuses) {
        ProjectionStatus.Builder written = ProjectionStatus.newBuilder()
                .setScopeId(Guids.write(definition.id().scope().value()))
                .setProjectionId(Guids.write(definition.id().value()))
                .setInitialState(definition.initialState())
                .setAlias(ShownAlias.of(definition.alias()))
                .addAllTenants(ProcessorStatuses.write(statuses));
        definition.selectors().stream().map(ProjectionsManagement::write).forEach(written::addEvents);
        if (definition.copy() != null) {
            written.setCopies(WireCopies.write(definition.copy()));
        }
        return written.build();
    }

    private static ProjectionEventSelector write(EventSelector selector) {
        ProjectionEventSelector.Builder written = ProjectionEventSelector.newBuilder()
                .setEventType(Artifacts.write(new EventType(selector.type(), Generation.FIRST)));
        KeySelector key = selector.key();
        if (key instanceof KeySelector.Property property) {
            written.setEventPropertyKeySelector(
                    EventPropertyKeySelector.newBuilder().setPropertyName(property.name()));
        } else if (key instanceof KeySelector.Static constant) {
            written.setStaticKeySelector(
                    StaticKeySelector.newBuilder().setStaticKey(constant.key().value()));
        } else if (key instanceof KeySelector.Occurred occurred) {
            written.setEventOccurredKeySelector(
                    EventOccurredKeySelector.newBuilder().setFormat(occurred.format()));
        } else if (key instanceof KeySelector.Partition) {
            written.setPartitionKeySelector(PartitionIdKeySelector.getDefaultInstance());
        } else {
            written.setEventSourceKeySelector(EventSourceIdKeySelector.getDefaultInstance());
        }
        return written.build();
    }

    private static ProjectionId projection(boolean hasScope, Uuid scope, boolean hasId, Uuid id) {
        return new ProjectionId(
                new ScopeId(Guids.require(hasScope, scope, "scopeId")), Guids.require(hasId, id, "projectionId"));
    }

    private static Refusal notConnected(ProjectionId projection) {
        return new Refusal(FailureType.OTHER, "no client is connected for " + describe(projection));
    }

    private static String describe(ProjectionId projection) {
        return "projection " + projection.value() + " in scope " + projection.scope();
    }
}
