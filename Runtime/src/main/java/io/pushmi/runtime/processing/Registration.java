package io.pushmi.runtime.processing;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A registered processor, in the hands of whoever connected its client. */
public interface Registration {
    /**
     * Delivers nothing more, waits for what is being handled, and saves where each tenant is. After that the id is free.
     * To stop again changes nothing but that a shorter grace counts.
     *
     * @param grace how long to wait for what is being handled; zero if the client is gone
     * @return completes when it is stopped and saved, however that was brought about; never fails
     */
    CompletionStage<Void> stop(Duration grace);

    /** Completes when it is stopped; fails when it had to stop for a reason of its own, such as a damaged store. */
    CompletionStage<Void> stopped();
}
