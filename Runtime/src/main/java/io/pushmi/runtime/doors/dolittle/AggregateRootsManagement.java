package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.aggregates.management.AggregateRootsGrpc;
import io.pushmi.contracts.runtime.aggregates.management.GetAllRequest;
import io.pushmi.contracts.runtime.aggregates.management.GetAllResponse;
import io.pushmi.contracts.runtime.aggregates.management.GetEventsRequest;
import io.pushmi.contracts.runtime.aggregates.management.GetEventsResponse;
import io.pushmi.contracts.runtime.aggregates.management.GetOneRequest;
import io.pushmi.contracts.runtime.aggregates.management.GetOneResponse;
import io.pushmi.runtime.events.ArtifactRegistry;
import io.pushmi.runtime.events.EventStore;
import io.pushmi.runtime.events.RegisteredArtifact;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Shows operators the aggregates. */
final class AggregateRootsManagement extends AggregateRootsGrpc.AggregateRootsImplBase {
    private final UnaryCall<GetAllResponse> getAll = new UnaryCall<>(
            "management.AggregateRoots/GetAll",
            failure -> GetAllResponse.newBuilder().setFailure(failure).build());
    private final UnaryCall<GetOneResponse> getOne = new UnaryCall<>(
            "management.AggregateRoots/GetOne",
            failure -> GetOneResponse.newBuilder().setFailure(failure).build());
    private final UnaryCall<GetEventsResponse> getEvents = new UnaryCall<>(
            "management.AggregateRoots/GetEvents",
            failure -> GetEventsResponse.newBuilder().setFailure(failure).build());

    private final EventStore events;
    private final ArtifactRegistry artifacts;
    private final KnownTenants tenants;

    AggregateRootsManagement(EventStore events, ArtifactRegistry artifacts, Tenants tenants) {
        this.events = events;
        this.artifacts = artifacts;
        this.tenants = new KnownTenants(tenants);
    }

    @Override
    public void getAll(GetAllRequest request, StreamObserver<GetAllResponse> caller) {
        getAll.answer(caller, () -> {
            List<TenantId> wanted =
                    tenants.wanted(tenants.find(request.hasTenantId(), request.getTenantId(), FailureType.OTHER));
            return artifacts
                    .aggregateRoots()
                    .collect(AggregateListing::new, AggregateListing::introduce)
                    .flatMap(listing -> fill(listing, wanted, Optional.empty()))
                    .map(listing -> GetAllResponse.newBuilder()
                            .addAllAggregateRoots(listing.roots())
                            .build())
                    .toFuture();
        });
    }

    @Override
    public void getOne(GetOneRequest request, StreamObserver<GetOneResponse> caller) {
        getOne.answer(caller, () -> {
            UUID root = Guids.require(request.hasAggregateRootId(), request.getAggregateRootId(), "aggregateRootId");
            List<TenantId> wanted =
                    tenants.wanted(tenants.find(request.hasTenantId(), request.getTenantId(), FailureType.OTHER));
            return artifacts
                    .aggregateRoot(root.toString())
                    .defaultIfEmpty(new RegisteredArtifact(root.toString(), 1, ""))
                    .flatMap(declared -> fill(new AggregateListing().introduce(declared), wanted, Optional.of(root)))
                    .map(listing -> GetOneResponse.newBuilder()
                            .setAggregateRoot(listing.roots().get(0))
                            .build())
                    .toFuture();
        });
    }

    @Override
    public void getEvents(GetEventsRequest request, StreamObserver<GetEventsResponse> caller) {
        getEvents.answer(caller, () -> {
            AggregateId aggregate = Aggregates.require(request.hasAggregate(), request.getAggregate());
            TenantId tenant = tenants.require(request.hasTenantId(), request.getTenantId(), FailureType.OTHER);
            WireShape shape = WireShape.of(request.getAggregate().getEventSourceId(), WireShape.TEXT);
            return eventsOf(tenant, aggregate, shape);
        });
    }

    private CompletionStage<GetEventsResponse> eventsOf(TenantId tenant, AggregateId aggregate, WireShape shape) {
        return Mono.fromCompletionStage(() -> events.fetch(tenant, aggregate, Optional.empty()))
                .flatMap(found -> {
                    CommittedAggregate shown = new CommittedAggregate(aggregate, found.version(), shape);
                    return found.events().collect(() -> new WholeAggregate(shown), WholeAggregate::add);
                })
                .map(whole ->
                        GetEventsResponse.newBuilder().setEvents(whole.events()).build())
                .toFuture();
    }

    /** Every aggregate of the tenants, of one root or of all. */
    private Mono<AggregateListing> fill(AggregateListing listing, List<TenantId> wanted, Optional<UUID> root) {
        Optional<String> only = root.map(UUID::toString);
        return Flux.fromIterable(wanted)
                .concatMap(tenant -> events.aggregates(tenant)
                        .filter(found -> only.isEmpty() || only.get().equals(rootOf(found)))
                        .doOnNext(found -> listing.add(tenant, found)))
                .then(Mono.just(listing));
    }

    private static String rootOf(AggregateState found) {
        return found.aggregate().root().value();
    }
}
