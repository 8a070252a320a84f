package io.pushmi.contracts.reversecalls;

import com.google.protobuf.Duration;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.EventHandlerResponse;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import io.pushmi.contracts.runtime.events.processing.InitiateDisconnect;
import io.pushmi.contracts.runtime.events.processing.ProcessorFailure;
import io.pushmi.contracts.runtime.events.processing.StreamEvent;
import io.pushmi.contracts.services.Pong;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call of an event handler on a scripted transport: what the client sends, what comes back, and what the owner hears. */
final class OpenStream implements ReverseCallListener {
    static final ReverseCallSettings SETTINGS =
            new ReverseCallSettings(java.time.Duration.ofMinutes(10), 2, java.time.Duration.ofMinutes(1));

    final HandDrivenTimer time = new HandDrivenTimer();
    final ScriptedCaller<EventHandlerRuntimeToClientMessage> caller = new ScriptedCaller<>();
    final List<EventHandlerRegistrationRequest> registrations = new ArrayList<>();

    /** All that the owner of the call is told, in the order in which it is. */
    final List<String> told = new ArrayList<>();

    final StreamObserver<EventHandlerClientToRuntimeMessage> client;
    private @Nullable UnansweredRegistration<HandleEventRequest, EventHandlerResponse> unanswered;
    private @Nullable ReverseCall<HandleEventRequest, EventHandlerResponse> call;

    OpenStream() {
        client = ReverseCallServer.serve(
                ServerProtocols.eventHandlers(),
                caller,
                SETTINGS,
                time.clockwork(),
                (arguments, context, registration) -> {
                    registrations.add(arguments);
                    unanswered = registration;
                });
    }

    static OpenStream registered(@Nullable Duration pingInterval) {
        OpenStream stream = new OpenStream();
        stream.client.onNext(registration(pingInterval));
        return stream;
    }

    /** A call without pings that was accepted. */
    static OpenStream accepted() {
        return accepted(null);
    }

    static OpenStream accepted(@Nullable Duration pingInterval) {
        OpenStream stream = registered(pingInterval);
        stream.accept();
        return stream;
    }

    UnansweredRegistration<HandleEventRequest, EventHandlerResponse> unanswered() {
        if (unanswered == null) {
            throw new AssertionError("nothing was registered");
        }
        return unanswered;
    }

    ReverseCall<HandleEventRequest, EventHandlerResponse> call() {
        if (call == null) {
            throw new AssertionError("nothing was accepted");
        }
        return call;
    }

    void accept() {
        call = unanswered().accept(this);
    }

    /** Offers a request, whose answer is told under its name. */
    boolean offer(String name) {
        return call().offer(
                        ExecutionContext.getDefaultInstance(),
                        request(name),
                        answer -> told.add(name + ": " + show(answer)),
                        () -> told.add(name + " may try again"));
    }

    void respond(Uuid callId, String reason) {
        client.onNext(response(callId, reason));
    }

    /** What was sent, by names, without what was sent before the request. */
    List<String> sent() {
        return caller.sent.stream().map(OpenStream::show).toList();
    }

    List<String> requestsSent() {
        return sent().stream()
                .filter(name -> !List.of("ping", "accepted").contains(name))
                .toList();
    }

    Uuid idOf(String name) {
        return caller.sent.stream()
                .map(EventHandlerRuntimeToClientMessage::getHandleRequest)
                .filter(request ->
                        request.getEvent().getPartitionId().toStringUtf8().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " was not sent"))
                .getCallContext()
                .getCallId();
    }

    long pings() {
        return sent().stream().filter("ping"::equals).count();
    }

    Failure refusal() {
        return caller.sent.get(caller.sent.size() - 1).getRegistrationResponse().getFailure();
    }

    @Override
    public void disconnecting(java.time.Duration grace) {
        told.add("disconnecting within " + grace);
    }

    @Override
    public void ended() {
        told.add("ended");
    }

    static EventHandlerClientToRuntimeMessage registration(@Nullable Duration pingInterval) {
        ReverseCallArgumentsContext.Builder context =
                ReverseCallArgumentsContext.newBuilder().setExecutionContext(ExecutionContext.getDefaultInstance());
        if (pingInterval != null) {
            context.setPingInterval(pingInterval);
        }
        return registration(context.build());
    }

    static EventHandlerClientToRuntimeMessage registration(ReverseCallArgumentsContext context) {
        return EventHandlerClientToRuntimeMessage.newBuilder()
                .setRegistrationRequest(
                        EventHandlerRegistrationRequest.newBuilder().setCallContext(context))
                .build();
    }

    static EventHandlerClientToRuntimeMessage pong() {
        return EventHandlerClientToRuntimeMessage.newBuilder()
                .setPong(Pong.getDefaultInstance())
                .build();
    }

    static EventHandlerClientToRuntimeMessage disconnect(InitiateDisconnect wish) {
        return EventHandlerClientToRuntimeMessage.newBuilder()
                .setInitiateDisconnect(wish)
                .build();
    }

    static EventHandlerClientToRuntimeMessage response(Uuid callId, String reason) {
        return EventHandlerClientToRuntimeMessage.newBuilder()
                .setHandleResult(EventHandlerResponse.newBuilder()
                        .setCallContext(ReverseCallResponseContext.newBuilder().setCallId(callId))
                        .setFailure(ProcessorFailure.newBuilder().setReason(reason)))
                .build();
    }

    static HandleEventRequest request(String name) {
        return HandleEventRequest.newBuilder()
                .setEvent(StreamEvent.newBuilder().setPartitionId(com.google.protobuf.ByteString.copyFromUtf8(name)))
                .build();
    }

    static Duration seconds(long seconds) {
        return Duration.newBuilder().setSeconds(seconds).build();
    }

    private static String show(Answer<EventHandlerResponse> answer) {
        return answer instanceof Answer.Answered<EventHandlerResponse> answered
                ? answered.response().getFailure().getReason()
                : answer.getClass().getSimpleName();
    }

    private static String show(EventHandlerRuntimeToClientMessage message) {
        return switch (message.getMessageCase()) {
            case REGISTRATIONRESPONSE -> message.getRegistrationResponse().hasFailure() ? "refused" : "accepted";
            case HANDLEREQUEST ->
                message.getHandleRequest().getEvent().getPartitionId().toStringUtf8();
            case PING -> "ping";
            case DISCONNECTED -> "disconnected";
            case MESSAGE_NOT_SET -> "nothing";
        };
    }
}
