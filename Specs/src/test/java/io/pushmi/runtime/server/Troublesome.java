package io.pushmi.runtime.server;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.events.CommitAggregateEventsRequest;
import io.pushmi.contracts.runtime.events.CommitAggregateEventsResponse;
import io.pushmi.contracts.runtime.events.CommitEventsRequest;
import io.pushmi.contracts.runtime.events.CommitEventsResponse;
import io.pushmi.contracts.runtime.events.EventStoreGrpc;
import io.pushmi.contracts.runtime.events.FetchForAggregateInBatchesRequest;
import io.pushmi.contracts.runtime.events.FetchForAggregateRequest;
import io.pushmi.contracts.runtime.events.FetchForAggregateResponse;
import java.util.concurrent.atomic.AtomicInteger;

/** A service of which one method answers, and the others get it wrong in a way of their own. */
final class Troublesome extends EventStoreGrpc.EventStoreImplBase {
    static final String COMMIT = EventStoreGrpc.getCommitMethod().getFullMethodName();
    static final String THROWS = EventStoreGrpc.getCommitForAggregateMethod().getFullMethodName();
    static final String FAILS = EventStoreGrpc.getFetchForAggregateMethod().getFullMethodName();
    static final String SAYS_TOO_MUCH =
            EventStoreGrpc.getFetchForAggregateInBatchesMethod().getFullMethodName();

    private final AtomicInteger commits = new AtomicInteger();

    int commits() {
        return commits.get();
    }

    @Override
    public void commit(CommitEventsRequest request, StreamObserver<CommitEventsResponse> response) {
        commits.incrementAndGet();
        response.onNext(CommitEventsResponse.getDefaultInstance());
        response.onCompleted();
    }

    @Override
    public void commitForAggregate(
            CommitAggregateEventsRequest request, StreamObserver<CommitAggregateEventsResponse> response) {
        throw new IllegalStateException("a secret of ours");
    }

    @Override
    public void fetchForAggregate(
            FetchForAggregateRequest request, StreamObserver<FetchForAggregateResponse> response) {
        response.onError(new IllegalStateException("a secret of ours"));
    }

    @Override
    public void fetchForAggregateInBatches(
            FetchForAggregateInBatchesRequest request, StreamObserver<FetchForAggregateResponse> response) {
        response.onError(Status.NOT_FOUND.withDescription("x".repeat(100_000)).asRuntimeException());
    }
}
