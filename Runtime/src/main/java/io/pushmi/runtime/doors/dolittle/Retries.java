package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.runtime.events.processing.ProcessorFailure;
import io.pushmi.contracts.runtime.events.processing.RetryProcessingState;
import io.pushmi.runtime.processing.Delivery.Repetition;
import io.pushmi.runtime.processing.Retry;
import java.time.Duration;

/** What clients say about trying again, and what they are told of it. */
final class Retries {
    /** For an event that a client took too long for: its stream is ended, and the next one gets the event at once. */
    static final Retry AT_ONCE = new Retry.After(Duration.ZERO);

    private Retries() {}

    /** Why such an event failed. */
    static String timedOut(Duration callTimeout) {
        return "the client has not answered within " + callTimeout.toMillis() + " ms (processing.callTimeout)";
    }

    /** When the client wants the event again. A time that is no time counts as none, and then the Runtime chooses. */
    static Retry wanted(ProcessorFailure failure) {
        if (!failure.getRetry()) {
            return Retry.NEVER;
        }
        return failure.hasRetryTimeout()
                ? Times.span(failure.getRetryTimeout())
                        .<Retry>map(Retry.After::new)
                        .orElse(Retry.UNSPECIFIED)
                : Retry.UNSPECIFIED;
    }

    static RetryProcessingState write(Repetition repetition) {
        return RetryProcessingState.newBuilder()
                .setFailureReason(repetition.reason())
                .setRetryCount(repetition.retries())
                .build();
    }
}
