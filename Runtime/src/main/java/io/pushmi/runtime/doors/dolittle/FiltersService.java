package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.reversecalls.Registrar;
import io.pushmi.contracts.reversecalls.ServerProtocols;
import io.pushmi.contracts.runtime.events.processing.FilterClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.FilterEventRequest;
import io.pushmi.contracts.runtime.events.processing.FilterRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.FilterResponse;
import io.pushmi.contracts.runtime.events.processing.FilterRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.FiltersGrpc;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterResponse;
import io.pushmi.contracts.runtime.events.processing.PublicFilterClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.PublicFilterRegistrationRequest;
import io.pushmi.runtime.processing.filters.FilterAnswer;
import io.pushmi.runtime.processing.filters.FilterDefinition;
import io.pushmi.runtime.processing.filters.RegisterFilters;
import java.util.function.Function;

/** Connects filters of all kinds. */
final class FiltersService extends FiltersGrpc.FiltersImplBase {
    private final ReverseCalls calls;
    private final Registrar<FilterRegistrationRequest, FilterEventRequest, FilterResponse> unpartitioned;
    private final Registrar<PartitionedFilterRegistrationRequest, FilterEventRequest, PartitionedFilterResponse>
            partitioned;
    private final Registrar<PublicFilterRegistrationRequest, FilterEventRequest, PartitionedFilterResponse> publics;

    /** @param shape the shape in which clients are shown ids */
    FiltersService(RegisterFilters filters, ReverseCalls calls, WireShape shape) {
        this.calls = calls;
        Kinds kinds = new Kinds(filters, calls, shape);
        this.unpartitioned = kinds.of("Connect", FilterRegistrations::read, FilterAnswers::read);
        this.partitioned = kinds.of("ConnectPartitioned", FilterRegistrations::read, FilterAnswers::read);
        this.publics = kinds.of("ConnectPublic", FilterRegistrations::read, FilterAnswers::read);
    }

    @Override
    public StreamObserver<FilterClientToRuntimeMessage> connect(StreamObserver<FilterRuntimeToClientMessage> caller) {
        return calls.serve(ServerProtocols.filters(), caller, unpartitioned);
    }

    @Override
    public StreamObserver<PartitionedFilterClientToRuntimeMessage> connectPartitioned(
            StreamObserver<FilterRuntimeToClientMessage> caller) {
        return calls.serve(ServerProtocols.partitionedFilters(), caller, partitioned);
    }

    @Override
    public StreamObserver<PublicFilterClientToRuntimeMessage> connectPublic(
            StreamObserver<FilterRuntimeToClientMessage> caller) {
        return calls.serve(ServerProtocols.publicFilters(), caller, publics);
    }

    private record Kinds(RegisterFilters filters, ReverseCalls calls, WireShape shape) {
        <A, P> Registrar<A, FilterEventRequest, P> of(
                String method, Function<A, FilterDefinition> definition, Function<P, FilterAnswer> answer) {
            return calls.registering(
                    "Filters/" + method,
                    FailureType.FAILED_TO_REGISTER_FILTER,
                    new FilterStart<>(filters, calls.settings().callTimeout(), shape, definition, answer));
        }
    }
}
