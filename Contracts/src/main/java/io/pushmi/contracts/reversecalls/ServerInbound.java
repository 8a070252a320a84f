package io.pushmi.contracts.reversecalls;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what a client sends, and says to its {@link ServerStream} what it means. */
final class ServerInbound<C, A, Q, P> implements StreamObserver<C> {
    private static final Logger LOG = LoggerFactory.getLogger(ServerInbound.class);
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final ServerProtocol<C, ?, A, Q, P> protocol;
    private final ServerStream<?, Q, P> stream;
    private final Registrar<A, Q, P> registrar;

    ServerInbound(ServerProtocol<C, ?, A, Q, P> protocol, ServerStream<?, Q, P> stream, Registrar<A, Q, P> registrar) {
        this.protocol = protocol;
        this.stream = stream;
        this.registrar = registrar;
    }

    @Override
    public void onNext(C message) {
        stream.heard();
        ClientPart<A, P> part = protocol.read(message);
        if (stream.isUnregistered()) {
            takeFirst(part);
        } else if (part instanceof ClientPart.Response<A, P> response) {
            takeResponse(response);
        } else if (part instanceof ClientPart.Disconnect<A, P> disconnect) {
            stream.disconnect(disconnect.grace().orElse(GRACE));
        } else if (!(part instanceof ClientPart.Pong)) {
            LOG.debug("{}: ignored {}, which has no place here", stream, nameOf(part));
        }
    }

    @Override
    public void onCompleted() {
        stream.refuseMalformed("the first message: expected a registration, found the end of the stream");
        stream.leave();
    }

    @Override
    public void onError(Throwable failure) {
        stream.abandon();
    }

    private void takeFirst(ClientPart<A, P> part) {
        if (part instanceof ClientPart.Registration<A, P> registration) {
            takeRegistration(registration.arguments(), registration.context());
        } else if (!(part instanceof ClientPart.Pong)) {
            stream.refuseMalformed("the first message: expected a registration, found " + nameOf(part));
        }
    }

    private void takeRegistration(A arguments, Optional<ReverseCallArgumentsContext> given) {
        if (given.isEmpty()) {
            stream.refuseMalformed("callContext: expected what the client says about itself, found nothing");
            return;
        }
        ReverseCallArgumentsContext context = given.get();
        String problem = problemWith(context);
        if (problem != null) {
            stream.refuseMalformed(problem);
        } else if (stream.register(WireDuration.pingInterval(context))) {
            registrar.register(arguments, context, new Judgement<>(stream));
        }
    }

    private static @Nullable String problemWith(ReverseCallArgumentsContext context) {
        if (!context.hasExecutionContext()) {
            return "callContext.executionContext: expected the context that the client runs in, found nothing";
        }
        if (!WireDuration.isInterval(context.getPingInterval())) {
            return "callContext.pingInterval: expected a duration from nothing on, found "
                    + WireDuration.show(context.getPingInterval());
        }
        return null;
    }

    private void takeResponse(ClientPart.Response<A, P> response) {
        Uuid id = response.context().map(ReverseCallResponseContext::getCallId).orElseGet(Uuid::getDefaultInstance);
        if (!stream.answer(id, response.response())) {
            LOG.debug("{}: ignored a response to a request that is not open", stream);
        }
    }

    private static String nameOf(ClientPart<?, ?> part) {
        return part.getClass().getSimpleName();
    }
}
