package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.EventHandlerResponse;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.runtime.processing.EventTarget;
import io.pushmi.runtime.processing.ProcessorDefinition;
import io.pushmi.runtime.processing.RegisterProcessors;
import io.pushmi.runtime.processing.Registration;
import io.pushmi.runtime.processing.RegistrationResult;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Starts event handlers.
 *
 * @param callTimeout how long a client may take for an event
 * @param unlessTold the shape of ids for a registration that tells none
 */
record HandlerStart(RegisterProcessors processors, Duration callTimeout, WireShape unlessTold)
        implements Registering.Start<EventHandlerRegistrationRequest, HandleEventRequest, EventHandlerResponse> {
    @Override
    public CompletionStage<Registering.Started> start(
            EventHandlerRegistrationRequest arguments,
            ReverseCallArgumentsContext context,
            AwaitedCall<HandleEventRequest, EventHandlerResponse> client,
            Departures departures) {
        HandlerRegistration handler = HandlerRegistration.read(arguments, unlessTold);
        ProcessorDefinition definition = handler.definition();
        Function<TenantId, EventTarget> targets = tenant -> new HandlerTarget(
                client, new ShownEvents(context.getExecutionContext(), tenant, handler.shape()), callTimeout);
        return departures
                .awaitFrom(definition.id())
                .thenCompose(free -> processors.register(definition, Clients.of(context), targets))
                .thenApply(result ->
                        new Registering.Started(definition.id(), describe(definition), require(result, definition)));
    }

    private static Registration require(RegistrationResult result, ProcessorDefinition handler) {
        if (result instanceof RegistrationResult.Registered registered) {
            return registered.registration();
        }
        if (result instanceof RegistrationResult.Refused refused) {
            throw new Refusal(FailureType.FAILED_TO_REGISTER_EVENT_HANDLER, refused.reason());
        }
        String by = result instanceof RegistrationResult.AlreadyRegistered taken ? taken.by() : "";
        throw new Refusal(
                FailureType.EVENT_HANDLER_ALREADY_REGISTERED,
                "event handler " + handler.id().value() + " is connected already in scope "
                        + handler.id().scope() + " " + by
                        + ", expected one client at a time, or others with the same definition, which stand by");
    }

    private static String describe(ProcessorDefinition handler) {
        return Aliases.describe(
                "event handler",
                handler.alias(),
                handler.id().value(),
                handler.id().scope());
    }
}
