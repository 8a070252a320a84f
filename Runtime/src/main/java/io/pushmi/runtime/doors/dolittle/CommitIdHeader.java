package io.pushmi.runtime.doors.dolittle;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.pushmi.contracts.runtime.events.EventStoreGrpc;
import io.pushmi.runtime.storage.CommitId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the commit id that a client chose from the request header {@code pushmi-commit-id} of a commit. */
final class CommitIdHeader implements ServerInterceptor {
    static final Metadata.Key<String> KEY = Metadata.Key.of("pushmi-commit-id", Metadata.ASCII_STRING_MARSHALLER);

    private static final Context.Key<CommitId.Chosen> CHOSEN = Context.key(KEY.name());

    private static final Set<String> COMMITS = Set.of(
            EventStoreGrpc.getCommitMethod().getFullMethodName(),
            EventStoreGrpc.getCommitForAggregateMethod().getFullMethodName());

    /** The commit id of the call that is being handled on this thread, or null if its client chose none. */
    static CommitId.@Nullable Chosen ofCall() {
        return CHOSEN.get();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!headers.containsKey(KEY)
                || !COMMITS.contains(call.getMethodDescriptor().getFullMethodName())) {
            return next.startCall(call, headers);
        }
        try {
            Context withId = Context.current().withValue(CHOSEN, new CommitId.Chosen(only(headers)));
            return Contexts.interceptCall(withId, call, headers, next);
        } catch (IllegalArgumentException notAnId) {
            call.close(
                    Status.INVALID_ARGUMENT.withDescription("header " + KEY.name() + ": " + notAnId.getMessage()),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }

    private static String only(Metadata headers) {
        String only = null;
        for (String value : headers.getAll(KEY)) {
            if (only != null) {
                throw new IllegalArgumentException("a commit has one id, found more than one");
            }
            only = value;
        }
        return only == null ? "" : only;
    }
}
