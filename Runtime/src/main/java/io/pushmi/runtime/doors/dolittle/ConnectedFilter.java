package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.contracts.reversecalls.Answer;
import io.pushmi.contracts.runtime.events.processing.FilterEventRequest;
import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.Retry;
import io.pushmi.runtime.processing.filters.FilterAnswer;
import io.pushmi.runtime.processing.filters.FilterClient;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A connected filter.
 *
 * @param <P> its response to an event
 */
final class ConnectedFilter<P> implements FilterClient {
    private final AwaitedCall<FilterEventRequest, P> client;
    private final Function<P, FilterAnswer> reading;
    private final Function<TenantId, ShownEvents> showing;
    private final Duration callTimeout;
    private final Map<TenantId, ShownEvents> shown = new ConcurrentHashMap<>();

    /**
     * @param reading reads a response
     * @param registration the context in which it registered
     * @param shape the shape in which it is shown ids
     */
    ConnectedFilter(
            AwaitedCall<FilterEventRequest, P> client,
            Function<P, FilterAnswer> reading,
            ExecutionContext registration,
            WireShape shape,
            Duration callTimeout) {
        this.client = client;
        this.reading = reading;
        this.showing = tenant -> new ShownEvents(registration, tenant, shape);
        this.callTimeout = callTimeout;
    }

    @Override
    public boolean offer(TenantId tenant, Delivery delivery, Consumer<FilterAnswer> answer, Runnable whenRoom) {
        if (delivery.event().event().type() == null) {
            // Erased without a trace: no client could make anything of it, and each would fail for ever.
            answer.accept(FilterAnswer.EXCLUDED);
            return true;
        }
        ShownEvents events = shown.computeIfAbsent(tenant, showing);
        Optional<String> objection = events.objectionToEvent(delivery);
        if (objection.isPresent()) {
            answer.accept(new FilterAnswer.Failed(objection.get(), Retry.NEVER));
            return true;
        }
        return client.offer(
                events.contextFor(delivery),
                request(events, delivery),
                given -> answer.accept(filterAnswer(given)),
                whenRoom);
    }

    private static FilterEventRequest request(ShownEvents events, Delivery delivery) {
        FilterEventRequest.Builder request = FilterEventRequest.newBuilder()
                .setEvent(events.event(delivery))
                .setScopeId(Guids.write(delivery.scope().value()));
        if (delivery.repetition() != null) {
            request.setRetryProcessingState(Retries.write(delivery.repetition()));
        }
        return request.build();
    }

    private FilterAnswer filterAnswer(Answer<P> answer) {
        if (answer instanceof Answer.Answered<P> answered) {
            return reading.apply(answered.response());
        }
        return answer instanceof Answer.TimedOut
                ? new FilterAnswer.Failed(Retries.timedOut(callTimeout), Retries.AT_ONCE)
                : FilterAnswer.UNANSWERED;
    }
}
