package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.runtime.events.processing.FilterEventRequest;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.runtime.events.streams.StreamKind;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorKind;
import io.pushmi.runtime.processing.Registration;
import io.pushmi.runtime.processing.filters.FilterAnswer;
import io.pushmi.runtime.processing.filters.FilterDefinition;
import io.pushmi.runtime.processing.filters.FilterRegistrationResult;
import io.pushmi.runtime.processing.filters.RegisterFilters;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Starts filters of one kind.
 *
 * @param <A> what such a filter registers
 * @param <P> its response to an event
 * @param callTimeout how long a client may take for an event
 * @param shape the shape in which clients are shown ids; no registration of a filter tells any
 * @param definition reads what is registered
 * @param answer reads a response
 */
record FilterStart<A, P>(
        RegisterFilters filters,
        Duration callTimeout,
        WireShape shape,
        Function<A, FilterDefinition> definition,
        Function<P, FilterAnswer> answer)
        implements Registering.Start<A, FilterEventRequest, P> {
    @Override
    public CompletionStage<Registering.Started> start(
            A arguments,
            ReverseCallArgumentsContext context,
            AwaitedCall<FilterEventRequest, P> client,
            Departures departures) {
        FilterDefinition filter = definition.apply(arguments);
        ConnectedFilter<P> connected =
                new ConnectedFilter<>(client, answer, context.getExecutionContext(), shape, callTimeout);
        ProcessorId id = processor(filter);
        return departures
                .awaitFrom(id)
                .thenCompose(free -> filters.register(filter, Clients.of(context), connected))
                .thenApply(result -> new Registering.Started(id, describe(filter), require(result, filter)));
    }

    private static ProcessorId processor(FilterDefinition filter) {
        return new ProcessorId(
                filter.kind() == StreamKind.PUBLIC ? ProcessorKind.PUBLIC_FILTER : ProcessorKind.FILTER,
                filter.scope(),
                filter.id().value());
    }

    private static Registration require(FilterRegistrationResult result, FilterDefinition filter) {
        if (result instanceof FilterRegistrationResult.Registered registered) {
            return registered.registration();
        }
        if (result instanceof FilterRegistrationResult.NotWriteable notWriteable) {
            throw new Refusal(FailureType.CANNOT_REGISTER_FILTER_ON_NON_WRITEABLE_STREAM, notWriteable.reason());
        }
        if (result instanceof FilterRegistrationResult.Refused refused) {
            throw new Refusal(FailureType.FAILED_TO_REGISTER_FILTER, refused.reason());
        }
        throw new Refusal(
                FailureType.FAILED_TO_REGISTER_FILTER,
                "filter " + filter.id() + " is connected already in scope " + filter.scope()
                        + ", expected one client at a time");
    }

    private static String describe(FilterDefinition filter) {
        return Aliases.describe("filter", null, filter.id().value(), filter.scope());
    }
}
