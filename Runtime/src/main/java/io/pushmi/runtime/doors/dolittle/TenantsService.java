package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.tenancy.GetAllRequest;
import io.pushmi.contracts.runtime.tenancy.GetAllResponse;
import io.pushmi.contracts.runtime.tenancy.Tenant;
import io.pushmi.contracts.runtime.tenancy.TenantsGrpc;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.util.concurrent.CompletableFuture;

/** Tells which tenants there are. */
final class TenantsService extends TenantsGrpc.TenantsImplBase {
    private final UnaryCall<GetAllResponse> getAll = new UnaryCall<>(
            "Tenants/GetAll",
            failure -> GetAllResponse.newBuilder().setFailure(failure).build());

    private final Tenants tenants;
    private final CallerCheck callers;

    TenantsService(Tenants tenants, CallerCheck callers) {
        this.tenants = tenants;
        this.callers = callers;
    }

    @Override
    public void getAll(GetAllRequest request, StreamObserver<GetAllResponse> caller) {
        getAll.answer(caller, () -> {
            callers.requireOwn(request.hasCallContext(), request.getCallContext());
            GetAllResponse.Builder all = GetAllResponse.newBuilder();
            for (TenantId tenant : tenants.all()) {
                all.addTenants(Tenant.newBuilder().setId(Guids.write(tenant.value())));
            }
            return CompletableFuture.completedFuture(all.build());
        });
    }
}
