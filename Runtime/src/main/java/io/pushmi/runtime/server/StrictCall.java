package io.pushmi.runtime.server;

import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answering side of a call. It may be ended from outside the service that answers it; what the service still sends
 * then goes nowhere. May be used by any number of threads.
 *
 * <p>A failure that nobody foresaw is logged with an {@link ErrorId} and told to the caller as {@code ABORTED} with that
 * id alone. Nothing is known of what such a call has done, so {@code UNAVAILABLE} would be wrong: it invites clients
 * to send the same call again by themselves.
 */
final class StrictCall<Q, R> extends ForwardingServerCall<Q, R> {
    private static final Logger LOG = LoggerFactory.getLogger(StrictCall.class);

    /** A status travels in the trailers, of which a client by default takes 8 KiB, and each character may need nine. */
    private static final int LONGEST_DESCRIPTION = 500;

    private final ServerCall<Received<Q>, R> call;
    private final MethodDescriptor<Q, R> method;
    private boolean ended;
    private boolean abandoned;

    StrictCall(ServerCall<Received<Q>, R> call, MethodDescriptor<Q, R> method) {
        this.call = call;
        this.method = method;
    }

    /** Ends the call for a reason that its service did not foresee. */
    synchronized void fail(Throwable failure) {
        close(Status.fromThrowable(failure), new Metadata());
    }

    /** Ends the call, if it has not ended, without asking its service. */
    synchronized void abandon(Status status) {
        abandoned |= !ended;
        close(status, new Metadata());
    }

    synchronized boolean isAbandoned() {
        return abandoned;
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
        if (!ended) {
            super.sendHeaders(headers);
        }
    }

    @Override
    public synchronized void sendMessage(R message) {
        if (!ended) {
            super.sendMessage(message);
        }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
        if (!ended) {
            ended = true;
            super.close(presentable(status), trailers);
        }
    }

    @Override
    public MethodDescriptor<Q, R> getMethodDescriptor() {
        return method;
    }

    /** A call takes requests of another type than its service sees; nothing that is passed on depends on it. */
    @Override
    @SuppressWarnings("unchecked")
    protected ServerCall<Q, R> delegate() {
        return (ServerCall<Q, R>) (ServerCall<?, R>) call;
    }

    private Status presentable(Status status) {
        if (status.getCode() == Status.Code.UNKNOWN || status.getCode() == Status.Code.INTERNAL) {
            ErrorId id = ErrorId.random();
            LOG.error(
                    "{} failed unexpectedly with {} {} (error {})",
                    method.getFullMethodName(),
                    status.getCode(),
                    status.getDescription(),
                    id,
                    status.getCause());
            return Status.ABORTED.withDescription(
                    "the Runtime failed unexpectedly; its log says why under error " + id);
        }
        String description = status.getDescription();
        return description == null || description.length() <= LONGEST_DESCRIPTION
                ? status
                : status.withDescription(description.substring(0, LONGEST_DESCRIPTION) + "...");
    }
}
