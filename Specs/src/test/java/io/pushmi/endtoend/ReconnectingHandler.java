package io.pushmi.endtoend;

import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.EventHandlerResponse;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlersGrpc;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import io.pushmi.contracts.runtime.events.processing.ProcessorFailure;
import io.pushmi.contracts.services.Pong;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import io.pushmi.runtime.server.EventStoreClient;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The client of an event handler in the default scope. */
final class ReconnectingHandler
        extends ReconnectingClient<EventHandlerClientToRuntimeMessage, EventHandlerRuntimeToClientMessage> {
    private final EventHandlerRegistrationRequest registration;

    /** An unpartitioned handler has a concurrency of 0. */
    ReconnectingHandler(
            UUID id,
            List<UUID> types,
            int concurrency,
            AtomicReference<@Nullable Channel> runtime,
            ScheduledExecutorService timer,
            Work work) {
        this(id, types, concurrency, runtime, timer, work, new ProcessorJournal());
    }

    /** As {@link ReconnectingClient} says of several clients with one journal. */
    ReconnectingHandler(
            UUID id,
            List<UUID> types,
            int concurrency,
            AtomicReference<@Nullable Channel> runtime,
            ScheduledExecutorService timer,
            Work work,
            ProcessorJournal journal) {
        super(runtime, timer, work, journal);
        EventHandlerRegistrationRequest.Builder request = EventHandlerRegistrationRequest.newBuilder()
                .setScopeId(EventStoreClient.uuid(new UUID(0, 0)))
                .setEventHandlerId(EventStoreClient.uuid(id))
                .setPartitioned(concurrency > 0)
                .setConcurrency(concurrency);
        types.forEach(type -> request.addEventTypes(
                Artifact.newBuilder().setId(EventStoreClient.uuid(type)).setGeneration(1)));
        this.registration = request.build();
    }

    @Override
    StreamObserver<EventHandlerClientToRuntimeMessage> open(
            Channel channel, StreamObserver<EventHandlerRuntimeToClientMessage> incoming) {
        return EventHandlersGrpc.newStub(channel).connect(incoming);
    }

    @Override
    EventHandlerClientToRuntimeMessage registration(ReverseCallArgumentsContext context) {
        return EventHandlerClientToRuntimeMessage.newBuilder()
                .setRegistrationRequest(registration.toBuilder().setCallContext(context))
                .build();
    }

    @Override
    EventHandlerClientToRuntimeMessage pong() {
        return EventHandlerClientToRuntimeMessage.newBuilder()
                .setPong(Pong.getDefaultInstance())
                .build();
    }

    @Override
    Incoming read(EventHandlerRuntimeToClientMessage message) {
        if (message.hasPing()) {
            return new Ping();
        }
        if (message.hasHandleRequest()) {
            HandleEventRequest request = message.getHandleRequest();
            return new Request(
                    request.getCallContext(),
                    request.getEvent().getEvent(),
                    request.getEvent().getStreamPosition(),
                    request.hasRetryProcessingState() ? request.getRetryProcessingState() : null,
                    null);
        }
        return message.getRegistrationResponse().hasFailure()
                ? new Refused(message.getRegistrationResponse().getFailure())
                : new Accepted();
    }

    @Override
    EventHandlerClientToRuntimeMessage answer(ReverseCallResponseContext context, Request request) {
        return result(EventHandlerResponse.newBuilder().setCallContext(context));
    }

    @Override
    EventHandlerClientToRuntimeMessage failure(ReverseCallResponseContext context, Request request) {
        return result(EventHandlerResponse.newBuilder()
                .setCallContext(context)
                .setFailure(ProcessorFailure.newBuilder()
                        .setReason("the oven was cold")
                        .setRetry(true)
                        .setRetryTimeout(SOON)));
    }

    private static EventHandlerClientToRuntimeMessage result(EventHandlerResponse.Builder response) {
        return EventHandlerClientToRuntimeMessage.newBuilder()
                .setHandleResult(response)
                .build();
    }
}
