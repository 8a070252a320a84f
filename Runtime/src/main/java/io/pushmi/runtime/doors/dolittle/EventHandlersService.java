package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.reversecalls.Registrar;
import io.pushmi.contracts.reversecalls.ServerProtocols;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.EventHandlerResponse;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlersGrpc;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import io.pushmi.runtime.processing.RegisterProcessors;

/** Connects event handlers. */
final class EventHandlersService extends EventHandlersGrpc.EventHandlersImplBase {
    private final ReverseCalls calls;
    private final Registrar<EventHandlerRegistrationRequest, HandleEventRequest, EventHandlerResponse> registrar;

    /** @param unlessTold the shape of ids for a registration that tells none */
    EventHandlersService(RegisterProcessors processors, ReverseCalls calls, WireShape unlessTold) {
        this.calls = calls;
        this.registrar = calls.registering(
                "EventHandlers/Connect",
                FailureType.FAILED_TO_REGISTER_EVENT_HANDLER,
                new HandlerStart(processors, calls.settings().callTimeout(), unlessTold));
    }

    @Override
    public StreamObserver<EventHandlerClientToRuntimeMessage> connect(
            StreamObserver<EventHandlerRuntimeToClientMessage> caller) {
        return calls.serve(ServerProtocols.eventHandlers(), caller, registrar);
    }
}
