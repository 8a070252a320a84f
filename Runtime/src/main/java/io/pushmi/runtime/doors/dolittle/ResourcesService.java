package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.resources.GetMongoDBResponse;
import io.pushmi.contracts.runtime.resources.GetRequest;
import io.pushmi.contracts.runtime.resources.ResourcesGrpc;
import io.pushmi.runtime.configuration.TenantConfiguration;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Tells where a tenant's resources are. */
final class ResourcesService extends ResourcesGrpc.ResourcesImplBase {
    private final UnaryCall<GetMongoDBResponse> getMongoDb = new UnaryCall<>(
            "Resources/GetMongoDB",
            failure -> GetMongoDBResponse.newBuilder().setFailure(failure).build());

    private final Map<TenantId, TenantConfiguration> tenants;
    private final CallerCheck callers;

    ResourcesService(Map<TenantId, TenantConfiguration> tenants, CallerCheck callers) {
        this.tenants = tenants;
        this.callers = callers;
    }

    @Override
    public void getMongoDB(GetRequest request, StreamObserver<GetMongoDBResponse> caller) {
        getMongoDb.answer(caller, () -> {
            TenantId tenant = callers.requireTenant(request.hasCallContext(), request.getCallContext());
            TenantConfiguration configured = tenants.get(tenant);
            if (configured == null) {
                throw new Refusal(FailureType.UNKNOWN, "no resources are configured for tenant " + tenant);
            }
            return CompletableFuture.completedFuture(GetMongoDBResponse.newBuilder()
                    .setConnectionString(configured.readModels().connectionString())
                    .build());
        });
    }
}
