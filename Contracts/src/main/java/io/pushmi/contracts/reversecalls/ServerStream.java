package io.pushmi.contracts.reversecalls;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.reversecalls.ServerState.Accepted;
import io.pushmi.contracts.reversecalls.ServerState.AwaitingRegistration;
import io.pushmi.contracts.reversecalls.ServerState.Closed;
import io.pushmi.contracts.reversecalls.ServerState.Draining;
import io.pushmi.contracts.reversecalls.ServerState.Judging;
import io.pushmi.contracts.services.ReverseCallRequestContext;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of one reverse call.
 *
 * <p><b>States.</b> AwaitingRegistration, Judging, Accepted, Draining, Closed, in this order; Draining may be left out,
 * and Closed can follow on each. gRPC brings what the client sends on one thread at a time; the clock, the judgement and
 * the owner of the accepted call come on threads of their own. Whoever moves the state does what belongs to the move,
 * and nobody else. In Closed nothing has an effect.
 *
 * <p><b>The end.</b> First the state is Closed, so that nothing more is sent; then every open request is answered, then
 * the owner is told, and only then the stream is ended: a client that comes back at once finds its place free.
 *
 * <p><b>What it costs.</b> Between a response and the next request nothing waits and no thread is changed: the response is
 * taken, the next request offered, and written, on the thread that brought the response.
 */
final class ServerStream<S, Q, P> implements ReverseCall<Q, P>, ServerVigil.Watched {
    private static final Logger LOG = LoggerFactory.getLogger(ServerStream.class);

    private final ServerProtocol<?, S, ?, Q, P> protocol;
    private final ReverseCallSettings settings;
    private final Clockwork clockwork;
    private final Endings<S> endings;
    private final OutstandingCalls<P> calls = new OutstandingCalls<>();
    private final ServerStates states;
    private final Requests<S> requests;
    private final Writer<S> writer;
    private final ServerVigil vigil;

    ServerStream(
            ServerProtocol<?, S, ?, Q, P> protocol,
            ServerCallStreamObserver<S> caller,
            ReverseCallSettings settings,
            Clockwork clockwork) {
        this.protocol = protocol;
        this.settings = settings;
        this.clockwork = clockwork;
        this.endings = new Endings<>(protocol);
        this.states = new ServerStates(toString());
        this.requests = new Requests<>(settings.queue());
        this.writer = new Writer<>(caller, requests, this::onBroken);
        this.vigil = new ServerVigil(clockwork, this);
    }

    /** To be called while gRPC's own method runs, which takes handlers no later. */
    void open(ServerCallStreamObserver<S> caller) {
        caller.setOnReadyHandler(writer::lookAgain);
        caller.setOnCancelHandler(this::abandon);
        vigil.awaitRegistration(settings.longestSilenceBeforeRegistration().toNanos());
    }

    void heard() {
        vigil.heard();
    }

    boolean isUnregistered() {
        return states.now() instanceof AwaitingRegistration;
    }

    /** Ends the call at its beginning; nothing, if it has gone on. */
    void refuseMalformed(String reason) {
        if (states.move(AwaitingRegistration.class, ServerStates.CLOSED) != null) {
            LOG.debug("{}: refused, {}", this, reason);
            finish(endings.refused(protocol.malformed(reason)));
        }
    }

    /** False if the call is at its end already. */
    boolean register(long pingInterval) {
        if (states.move(AwaitingRegistration.class, new Judging(() -> {})) == null) {
            return false;
        }
        vigil.registered(pingInterval);
        return true;
    }

    void accept(ReverseCallListener listener) {
        if (states.move(Judging.class, new Accepted(listener)) == null) {
            listener.ended();
            return;
        }
        writer.write(protocol.accepted());
        vigil.accepted(settings.callTimeout().toNanos());
    }

    void refuse(Failure failure) {
        if (states.move(Judging.class, ServerStates.CLOSED) != null) {
            finish(endings.refused(failure));
        }
    }

    void onGone(Runnable whenGone) {
        if (states.move(Judging.class, new Judging(whenGone)) == null && states.now() instanceof Closed) {
            whenGone.run();
        }
    }

    /** False if there is no such request, or no longer. */
    boolean answer(Uuid id, P response) {
        return calls.answer(id, response);
    }

    /** The client wants to end in good order. Before it was answered it just goes. */
    void disconnect(Duration grace) {
        Judging unanswered = states.move(Judging.class, ServerStates.CLOSED);
        if (unanswered != null) {
            unanswered.tellOfTheEnd();
            finish(endings.disconnected());
        } else if (states.now() instanceof Accepted accepted
                && states.move(Accepted.class, new Draining(accepted.listener())) != null) {
            accepted.listener().disconnecting(grace);
        }
    }

    /** The client sends nothing more. */
    void leave() {
        close(endings.completed());
    }

    /** The client has gone, and with it the stream. */
    void abandon() {
        close(endings.abandoned());
    }

    @Override
    public boolean offer(ExecutionContext context, Q request, Consumer<Answer<P>> answer, Runnable whenRoom) {
        if (!(states.now() instanceof Accepted)) {
            answer.accept(new Answer.Ended<>());
            return true;
        }
        if (!requests.takePlace(whenRoom)) {
            return false;
        }
        ReverseCallRequestContext identified = ReverseCallRequestContext.newBuilder()
                .setCallId(calls.open(clockwork.now(), answer))
                .setExecutionContext(context)
                .build();
        writer.writeWhenReady(protocol.request(identified, request));
        return true;
    }

    @Override
    public void complete() {
        close(states.now() instanceof Draining ? endings.disconnected() : endings.completed());
    }

    @Override
    public void end(Status status) {
        close(endings.failed(status));
    }

    @Override
    public void didNotRegister() {
        refuseMalformed("the first message: expected a registration within "
                + settings.longestSilenceBeforeRegistration() + ", found nothing");
    }

    @Override
    public void pingIsDue() {
        writer.writeIfReady(protocol.ping());
    }

    @Override
    public void wasSilent(Duration silence) {
        close(endings.failed(
                Status.DEADLINE_EXCEEDED.withDescription("nothing was heard from the client for " + silence)));
    }

    @Override
    public long lookAtCalls(long now) {
        long timeout = settings.callTimeout().toNanos();
        long left = calls.untilTimeout(now, timeout);
        if (left > 0) {
            return left;
        }
        String problem = "a request was not answered within " + settings.callTimeout();
        close(() -> calls.timeOut(now, timeout), endings.failed(Status.DEADLINE_EXCEEDED.withDescription(problem)));
        return Alarm.NEVER;
    }

    private void onBroken(RuntimeException failure) {
        LOG.warn("{}: nothing more can be written", this, failure);
        abandon();
    }

    private void close(Consumer<StreamObserver<S>> how) {
        close(() -> {}, how);
    }

    private void close(Runnable first, Consumer<StreamObserver<S>> how) {
        ServerState from = states.close();
        if (from != null) {
            first.run();
            calls.end();
            requests.open();
            from.tellOfTheEnd();
            finish(how);
        }
    }

    private void finish(Consumer<StreamObserver<S>> how) {
        vigil.stop();
        writer.end(how);
    }

    @Override
    public String toString() {
        return "reverse call " + calls;
    }
}
