package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.events.CommitAggregateEventsRequest;
import io.pushmi.contracts.runtime.events.CommitAggregateEventsResponse;
import io.pushmi.contracts.runtime.events.CommitEventsRequest;
import io.pushmi.contracts.runtime.events.CommitEventsResponse;
import io.pushmi.contracts.runtime.events.EventStoreGrpc;
import io.pushmi.contracts.runtime.events.FetchForAggregateInBatchesRequest;
import io.pushmi.contracts.runtime.events.FetchForAggregateRequest;
import io.pushmi.contracts.runtime.events.FetchForAggregateResponse;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.events.EventStore;
import io.pushmi.runtime.events.FetchOutcome;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.CommittedEvent;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Commits events, and fetches those of aggregates. */
final class EventStoreService extends EventStoreGrpc.EventStoreImplBase {
    private final UnaryCall<CommitEventsResponse> commit = new UnaryCall<>(
            "EventStore/Commit",
            failure -> CommitEventsResponse.newBuilder().setFailure(failure).build());
    private final UnaryCall<CommitAggregateEventsResponse> commitForAggregate = new UnaryCall<>(
            "EventStore/CommitForAggregate",
            failure -> CommitAggregateEventsResponse.newBuilder()
                    .setFailure(failure)
                    .build());
    private final UnaryCall<FetchForAggregateResponse> fetchForAggregate = new UnaryCall<>(
            "EventStore/FetchForAggregate",
            failure ->
                    FetchForAggregateResponse.newBuilder().setFailure(failure).build());

    private final EventStore events;
    private final WireShape unlessTold;

    /** @param unlessTold the shape of the ids in an answer to a request that tells none */
    EventStoreService(EventStore events, WireShape unlessTold) {
        this.events = events;
        this.unlessTold = unlessTold;
    }

    @Override
    public void commit(CommitEventsRequest request, StreamObserver<CommitEventsResponse> caller) {
        commit.answer(caller, () -> {
            UncommittedEvents uncommitted = UncommittedEvents.read(request, CommitIdHeader.ofCall(), unlessTold);
            return events.commit(uncommitted.request())
                    .thenApply(
                            outcome -> CommittedEvents.write(Outcomes.requireCommitted(outcome), uncommitted.shape()));
        });
    }

    @Override
    public void commitForAggregate(
            CommitAggregateEventsRequest request, StreamObserver<CommitAggregateEventsResponse> caller) {
        commitForAggregate.answer(caller, () -> {
            UncommittedAggregate uncommitted = UncommittedAggregate.read(request, CommitIdHeader.ofCall(), unlessTold);
            return events.commit(uncommitted.request())
                    .thenApply(Outcomes::requireCommitted)
                    .thenApply(commit -> CommitAggregateEventsResponse.newBuilder()
                            .setEvents(CommittedAggregate.write(commit, uncommitted.aggregate(), uncommitted.shape()))
                            .build());
        });
    }

    @Override
    public void fetchForAggregate(FetchForAggregateRequest request, StreamObserver<FetchForAggregateResponse> caller) {
        fetchForAggregate.answer(caller, () -> {
            ExecutionContext context = ExecutionContexts.ofCall(request.hasCallContext(), request.getCallContext());
            AggregateId aggregate = Aggregates.require(request.hasAggregate(), request.getAggregate());
            WireShape shape = WireShape.of(request.getAggregate().getEventSourceId(), unlessTold);
            CompletableFuture<FetchForAggregateResponse> answer = fetch(context, aggregate, Optional.empty())
                    .flatMap(found -> {
                        CommittedAggregate shown = new CommittedAggregate(aggregate, found.version(), shape);
                        return found.events().collect(() -> new WholeAggregate(shown), WholeAggregate::add);
                    })
                    .map(WholeAggregate::response)
                    .toFuture();
            ((ServerCallStreamObserver<FetchForAggregateResponse>) caller)
                    .setOnCancelHandler(() -> answer.cancel(false));
            return answer;
        });
    }

    @Override
    public void fetchForAggregateInBatches(
            FetchForAggregateInBatchesRequest request, StreamObserver<FetchForAggregateResponse> caller) {
        AggregateBatches batches = new AggregateBatches(
                (ServerCallStreamObserver<FetchForAggregateResponse>) caller, "EventStore/FetchForAggregateInBatches");
        Flux.defer(() -> eventsFor(request, batches)).subscribe(batches);
    }

    private Flux<CommittedEvent> eventsFor(FetchForAggregateInBatchesRequest request, AggregateBatches batches) {
        ExecutionContext context = ExecutionContexts.ofCall(request.hasCallContext(), request.getCallContext());
        AggregateId aggregate = Aggregates.require(request.hasAggregate(), request.getAggregate());
        WireShape shape = WireShape.of(request.getAggregate().getEventSourceId(), unlessTold);
        return fetch(context, aggregate, Aggregates.wantedTypes(request)).flatMapMany(found -> {
            batches.begin(new CommittedAggregate(aggregate, found.version(), shape));
            return found.events();
        });
    }

    private Mono<FetchOutcome.Found> fetch(
            ExecutionContext context, AggregateId aggregate, Optional<Set<EventTypeId>> types) {
        return Mono.fromCompletionStage(() -> events.fetch(context, aggregate, types))
                .map(Outcomes::requireFound);
    }
}
