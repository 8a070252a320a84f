package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.ServerCallStreamObserver;
import io.pushmi.contracts.runtime.projections.GetAllResponse;
import io.pushmi.contracts.runtime.projections.ProjectionCurrentState;
import io.pushmi.runtime.processing.projections.CurrentState;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Sends read models to one caller in as many messages as they need, at least one. It asks for the next one only while the
 * caller's transport has room, so that a slow caller costs no more than one batch and what the transport holds; and it
 * stops when the caller cancels.
 */
final class ProjectionBatches extends BaseSubscriber<CurrentState> {
    /** The most bytes of states in one message, unless a single state is larger. */
    static final int LIMIT = 2 * 1024 * 1024;

    private final ServerCallStreamObserver<GetAllResponse> caller;
    private final String call;
    private final AtomicBoolean idle = new AtomicBoolean();
    private GetAllResponse.Builder batch = GetAllResponse.newBuilder();
    private long size;

    /**
     * To be made while the call starts, which is the only time to hear of the caller.
     *
     * @param call what was called, for the log
     */
    ProjectionBatches(ServerCallStreamObserver<GetAllResponse> caller, String call) {
        this.caller = caller;
        this.call = call;
        caller.setOnReadyHandler(this::pull);
        caller.setOnCancelHandler(this::cancel);
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
    protected void hookOnNext(CurrentState current) {
        ProjectionCurrentState state = ReadModels.write(current);
        int bytes = state.getSerializedSize();
        if (batch.getStatesCount() > 0 && size + bytes > LIMIT) {
            send();
        }
        batch.addStates(state);
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
        caller.onNext(GetAllResponse.newBuilder()
                .setFailure(FailureAnswer.to(call, problem))
                .build());
        caller.onCompleted();
    }

    private void send() {
        caller.onNext(batch.build());
        batch = GetAllResponse.newBuilder();
        size = 0;
    }
}
