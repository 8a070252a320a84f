package io.pushmi.contracts.reversecalls;

import io.grpc.Status;
import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.services.ReverseCallRequestContext;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's end of one reverse call.
 *
 * <p>How far it has come is in its futures, each of which is completed once: {@code registration} when the server has
 * answered, {@code disconnected} when it has acknowledged, and all three at the end. Everything that is sent, responses,
 * pongs and wishes, goes through one writer, so that handlers may answer on any thread. Responses do not wait for the
 * transport: the server bounds them by what it asks.
 */
final class ClientStream<C, S, Q, P> implements StreamObserver<S> {
    private static final Logger LOG = LoggerFactory.getLogger(ClientStream.class);

    private final CompletableFuture<RegistrationAnswer> registration = new CompletableFuture<>();
    private final CompletableFuture<Optional<Failure>> disconnected = new CompletableFuture<>();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();
    private final ClientProtocol<C, S, ?, Q, P> protocol;
    private final RequestHandler<Q, P> handler;
    private final Silence silence;
    private final Writer<C> writer;

    private volatile Duration longestSilence = Duration.ZERO;

    ClientStream(
            ClientProtocol<C, S, ?, Q, P> protocol,
            Function<StreamObserver<S>, StreamObserver<C>> method,
            RequestHandler<Q, P> handler,
            Clockwork clockwork) {
        this.protocol = protocol;
        this.handler = handler;
        this.silence = new Silence(clockwork, this::onSilence);
        if (!(method.apply(this) instanceof CallStreamObserver<C> transport)) {
            throw new IllegalArgumentException("method: expected one of an asynchronous stub, found " + method);
        }
        this.writer = new Writer<>(transport, new Requests<>(1), this::onError);
    }

    void begin(C first, long pingInterval) {
        if (pingInterval > 0) {
            long longest = Silence.INTERVALS * pingInterval;
            longestSilence = Duration.ofNanos(longest);
            silence.begin(longest);
        }
        writer.write(first);
    }

    CompletionStage<RegistrationAnswer> registration() {
        return registration.minimalCompletionStage();
    }

    CompletionStage<Status> ended() {
        return ended.minimalCompletionStage();
    }

    CompletionStage<Optional<Failure>> disconnect(Duration grace) {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace: expected a duration from nothing on, found " + grace);
        }
        protocol.disconnect(grace).ifPresentOrElse(writer::write, this::sendNothingMore);
        return disconnected.minimalCompletionStage();
    }

    void cancel(Status status) {
        end(status);
        writer.end(stream -> stream.onError(status.asRuntimeException()));
    }

    @Override
    public void onNext(S message) {
        silence.heard();
        ServerPart<Q> part = protocol.read(message);
        if (part instanceof ServerPart.Request<Q> request) {
            take(request);
        } else if (part instanceof ServerPart.Ping) {
            writer.write(protocol.pong());
        } else if (part instanceof ServerPart.Accepted) {
            registration.complete(new RegistrationAnswer.Accepted());
        } else if (part instanceof ServerPart.Refused<Q> refused) {
            registration.complete(new RegistrationAnswer.Refused(refused.failure()));
            sendNothingMore();
        } else if (part instanceof ServerPart.Disconnected<Q> acknowledgement) {
            disconnected.complete(acknowledgement.failure());
            sendNothingMore();
        } else {
            LOG.debug("ignored a message from the server that is none of those expected");
        }
    }

    @Override
    public void onCompleted() {
        end(Status.OK);
    }

    @Override
    public void onError(Throwable failure) {
        end(Status.fromThrowable(failure));
    }

    private void take(ServerPart.Request<Q> request) {
        if (request.context().isEmpty()) {
            LOG.warn("ignored a request from the server that cannot be answered: it has no callContext");
            return;
        }
        ReverseCallRequestContext context = request.context().get();
        handle(request.request()).whenComplete((response, failure) -> answer(context, response, failure));
    }

    private CompletionStage<P> handle(Q request) {
        try {
            return handler.handle(request);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private void answer(ReverseCallRequestContext request, @Nullable P response, @Nullable Throwable failure) {
        ReverseCallResponseContext context = ReverseCallResponseContext.newBuilder()
                .setCallId(request.getCallId())
                .build();
        writer.write(protocol.response(context, response == null ? protocol.failed(reason(failure)) : response));
    }

    private static String reason(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause == null ? "the handler answered with nothing" : cause.toString();
    }

    private void onSilence() {
        cancel(Status.DEADLINE_EXCEEDED.withDescription("nothing was heard from the server for " + longestSilence));
    }

    private void sendNothingMore() {
        writer.end(StreamObserver::onCompleted);
    }

    private void end(Status status) {
        silence.stop();
        registration.completeExceptionally((status.isOk()
                        ? Status.UNAVAILABLE.withDescription("the call was completed without an answer")
                        : status)
                .asRuntimeException());
        disconnected.complete(Optional.empty());
        ended.complete(status);
    }
}
