package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.runtime.events.processing.ProcessorFailure;
import io.pushmi.contracts.runtime.events.processing.RetryProcessingState;
import io.pushmi.runtime.processing.Delivery.Repetition;
import io.pushmi.runtime.processing.Retry;

/** What clients say about trying again, and what they are told of it. */
final class Retries {
    private Retries() {}

    /** When the client wants the event again. A time that is no time counts as none, and then the Runtime chooses. */
    static Retry wanted(ProcessorFailure failure) {
        if (!failure.getRetry()) {
            return Retry.NEVER;
        }
        return failure.hasRetryTimeout()
                ? Times.span(failure.getRetryTimeout()).<Retry>map(Retry.After::new).orElse(Retry.UNSPECIFIED)
                : Retry.UNSPECIFIED;
    }

    static RetryProcessingState write(Repetition repetition) {
        return RetryProcessingState.newBuilder()
                .setFailureReason(repetition.reason())
                .setRetryCount(repetition.retries())
                .build();
    }
}
