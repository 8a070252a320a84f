package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.reversecalls.Answer;
import io.pushmi.contracts.runtime.events.processing.EventHandlerResponse;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import io.pushmi.contracts.runtime.events.processing.ProcessorFailure;
import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.EventTarget;
import io.pushmi.runtime.processing.Outcome;
import io.pushmi.runtime.processing.Retry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Gives the events of one tenant to a connected event handler. */
final class HandlerTarget implements EventTarget {
    private final AwaitedCall<HandleEventRequest, EventHandlerResponse> client;
    private final ShownEvents shown;
    private final Duration callTimeout;

    HandlerTarget(
            AwaitedCall<HandleEventRequest, EventHandlerResponse> client, ShownEvents shown, Duration callTimeout) {
        this.client = client;
        this.shown = shown;
        this.callTimeout = callTimeout;
    }

    @Override
    public boolean offer(Delivery delivery, Consumer<Outcome> answer, Runnable whenRoom) {
        Optional<String> objection = shown.objection(delivery);
        if (objection.isPresent()) {
            answer.accept(new Outcome.Failed(objection.get(), Retry.NEVER));
            return true;
        }
        return client.offer(
                shown.contextFor(delivery), request(delivery), given -> answer.accept(outcome(given)), whenRoom);
    }

    private HandleEventRequest request(Delivery delivery) {
        HandleEventRequest.Builder request = HandleEventRequest.newBuilder().setEvent(shown.streamEvent(delivery));
        if (delivery.repetition() != null) {
            request.setRetryProcessingState(Retries.write(delivery.repetition()));
        }
        return request.build();
    }

    private Outcome outcome(Answer<EventHandlerResponse> answer) {
        if (answer instanceof Answer.Answered<EventHandlerResponse> answered) {
            EventHandlerResponse response = answered.response();
            return response.hasFailure() ? failed(response.getFailure()) : Outcome.SUCCEEDED;
        }
        return answer instanceof Answer.TimedOut
                ? new Outcome.Failed(Retries.timedOut(callTimeout), Retries.AT_ONCE)
                : Outcome.UNANSWERED;
    }

    private static Outcome failed(ProcessorFailure failure) {
        return new Outcome.Failed(failure.getReason(), Retries.wanted(failure));
    }
}
