package io.pushmi.runtime.server;

import io.grpc.ServerCall;
import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what a caller sends as long as it is what the method takes, and tells the caller otherwise. The service is
 * then told that its call is cancelled, and nothing more. Called as gRPC calls listeners: never by two threads at once.
 */
final class StrictListener<Q, R> extends ServerCall.Listener<Received<Q>> {
    private static final Logger LOG = LoggerFactory.getLogger(StrictListener.class);

    private final StrictCall<Q, R> call;
    private final ServerCall.Listener<Q> service;
    private final String messageName;
    private final OpenCalls openCalls;
    private final boolean takesOneMessage;
    private boolean hasMessage;
    private boolean cancelled;

    StrictListener(StrictCall<Q, R> call, ServerCall.Listener<Q> service, String messageName, OpenCalls openCalls) {
        this.call = call;
        this.service = service;
        this.messageName = messageName;
        this.openCalls = openCalls;
        this.takesOneMessage = call.getMethodDescriptor().getType().clientSendsOneMessage();
    }

    @Override
    public void onMessage(Received<Q> received) {
        if (received instanceof Received.Unreadable<Q> unreadable) {
            refuse(unreadable.status());
        } else if (takesOneMessage && hasMessage) {
            refuse(Status.INVALID_ARGUMENT.withDescription("the call takes one " + messageName + ", found a second"));
        } else {
            hasMessage = true;
            pass(() -> service.onMessage(((Received.Message<Q>) received).value()));
        }
    }

    @Override
    public void onHalfClose() {
        if (takesOneMessage && !hasMessage) {
            refuse(Status.INVALID_ARGUMENT.withDescription("the call takes one " + messageName + ", found none"));
        } else {
            pass(service::onHalfClose);
        }
    }

    @Override
    public void onReady() {
        pass(service::onReady);
    }

    @Override
    public void onCancel() {
        openCalls.remove(call);
        cancel();
    }

    @Override
    public void onComplete() {
        openCalls.remove(call);
        if (call.isAbandoned()) {
            cancel();
        } else if (!cancelled) {
            conclude(service::onComplete);
        }
    }

    private void refuse(Status status) {
        if (!cancelled) {
            call.abandon(status);
            cancel();
        }
    }

    private void pass(Runnable event) {
        if (cancelled) {
            return;
        }
        try {
            event.run();
        } catch (RuntimeException | Error failure) {
            call.fail(failure);
            cancel();
        }
    }

    private void cancel() {
        if (!cancelled) {
            cancelled = true;
            conclude(service::onCancel);
        }
    }

    /** The caller has its answer, so that nobody else would hear of a failure. */
    private void conclude(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | Error failure) {
            LOG.error(
                    "{} failed unexpectedly when it was over",
                    call.getMethodDescriptor().getFullMethodName(),
                    failure);
        }
    }
}
