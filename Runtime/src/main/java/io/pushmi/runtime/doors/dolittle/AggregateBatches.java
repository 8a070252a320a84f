package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.ServerCallStreamObserver;
import io.pushmi.contracts.runtime.events.CommittedAggregateEvents;
import io.pushmi.contracts.runtime.events.CommittedAggregateEvents.CommittedAggregateEvent;
import io.pushmi.contracts.runtime.events.FetchForAggregateResponse;
import io.pushmi.runtime.storage.CommittedEvent;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Sends the events of an aggregate to one caller in as many messages as they need, at least one. It asks for the next
 * event only while the caller's transport has room, so that a slow caller costs no more than one batch and what the
 * transport holds; and it stops when the caller cancels.
 */
final class AggregateBatches extends BaseSubscriber<CommittedEvent> {
    /** The most bytes of events in one message, unless a single event is larger. */
    static final int LIMIT = 2 * 1024 * 1024;

    private final ServerCallStreamObserver<FetchForAggregateResponse> caller;
    private final String call;
    private final AtomicBoolean idle = new AtomicBoolean();
    private @Nullable CommittedAggregate aggregate;
    private CommittedAggregateEvents.Builder batch = CommittedAggregateEvents.newBuilder();
    private long size;

    /**
     * To be made while the call starts, which is the only time to hear of the caller.
     *
     * @param call what was called, for the log
     */
    AggregateBatches(ServerCallStreamObserver<FetchForAggregateResponse> caller, String call) {
        this.caller = caller;
        this.call = call;
        caller.setOnReadyHandler(this::pull);
        caller.setOnCancelHandler(this::cancel);
    }

    /** Says whose events will come; to be called before the first one does, and before their end. */
    void begin(CommittedAggregate whose) {
        aggregate = whose;
        batch = whose.newMessage();
    }

    private void pull() {
        if (caller.isReady() && idle.compareAndSet(true, false)) {
            request(1);
        }
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        idle.set(true);
        pull();
    }

    @Override
    protected void hookOnNext(CommittedEvent committed) {
        CommittedAggregateEvent event = begun().write(committed);
        int bytes = event.getSerializedSize();
        if (batch.getEventsCount() > 0 && size + bytes > LIMIT) {
            send();
        }
        batch.addEvents(event);
        size += bytes;
        idle.set(true);
        pull();
    }

    @Override
    protected void hookOnComplete() {
        send();
        caller.onCompleted();
    }

    @Override
    protected void hookOnError(Throwable problem) {
        if (problem instanceof MalformedRequest malformed) {
            caller.onError(malformed.asStatus());
            return;
        }
        caller.onNext(FetchForAggregateResponse.newBuilder()
                .setFailure(FailureAnswer.to(call, problem))
                .build());
        caller.onCompleted();
    }

    private void send() {
        caller.onNext(FetchForAggregateResponse.newBuilder().setEvents(batch).build());
        batch = begun().newMessage();
        size = 0;
    }

    private CommittedAggregate begun() {
        return Objects.requireNonNull(aggregate, "events came before anybody said whose");
    }
}
