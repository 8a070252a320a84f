package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.projections.GetAllRequest;
import io.pushmi.contracts.runtime.projections.GetAllResponse;
import io.pushmi.contracts.runtime.projections.GetOneRequest;
import io.pushmi.contracts.runtime.projections.GetOneResponse;
import io.pushmi.contracts.runtime.projections.ProjectionsGrpc;
import io.pushmi.runtime.processing.projections.CurrentState;
import io.pushmi.runtime.processing.projections.ProjectionId;
import io.pushmi.runtime.processing.projections.Projections;
import io.pushmi.runtime.processing.projections.ReadModelKey;
import io.pushmi.runtime.processing.projections.UnknownProjection;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads the read models of projections. */
final class ProjectionsStoreService extends ProjectionsGrpc.ProjectionsImplBase {
    private final UnaryCall<GetOneResponse> getOne = new UnaryCall<>(
            "Projections/GetOne",
            failure -> GetOneResponse.newBuilder().setFailure(failure).build());
    private final UnaryCall<GetAllResponse> getAll = new UnaryCall<>(
            "Projections/GetAll",
            failure -> GetAllResponse.newBuilder().setFailure(failure).build());

    private final Projections projections;
    private final CallerCheck callers;

    ProjectionsStoreService(Projections projections, CallerCheck callers) {
        this.projections = projections;
        this.callers = callers;
    }

    @Override
    public void getOne(GetOneRequest request, StreamObserver<GetOneResponse> caller) {
        getOne.answer(caller, () -> {
            TenantId tenant = callers.requireTenant(request.hasCallContext(), request.getCallContext());
            ProjectionId projection = ReadModels.requireProjection(
                    request.hasScopeId(), request.getScopeId(), request.hasProjectionId(), request.getProjectionId());
            ReadModelKey key = new ReadModelKey(request.getKey());
            return Mono.fromCompletionStage(() -> projections.getOne(tenant, projection, key))
                    .onErrorMap(UnknownProjection.class, ReadModels::refusal)
                    .map(current -> GetOneResponse.newBuilder()
                            .setState(ReadModels.write(current))
                            .build())
                    .toFuture();
        });
    }

    @Override
    public void getAll(GetAllRequest request, StreamObserver<GetAllResponse> caller) {
        getAll.answer(caller, () -> {
            CompletableFuture<GetAllResponse> answer = models(request)
                    .collect(WholeProjection::new, WholeProjection::add)
                    .map(WholeProjection::response)
                    .toFuture();
            ((ServerCallStreamObserver<GetAllResponse>) caller).setOnCancelHandler(() -> answer.cancel(false));
            return answer;
        });
    }

    @Override
    public void getAllInBatches(GetAllRequest request, StreamObserver<GetAllResponse> caller) {
        ProjectionBatches batches =
                new ProjectionBatches((ServerCallStreamObserver<GetAllResponse>) caller, "Projections/GetAllInBatches");
        Flux.defer(() -> models(request)).subscribe(batches);
    }

    private Flux<CurrentState> models(GetAllRequest request) {
        TenantId tenant = callers.requireTenant(request.hasCallContext(), request.getCallContext());
        ProjectionId projection = ReadModels.requireProjection(
                request.hasScopeId(), request.getScopeId(), request.hasProjectionId(), request.getProjectionId());
        return projections.getAll(tenant, projection).onErrorMap(UnknownProjection.class, ReadModels::refusal);
    }
}
