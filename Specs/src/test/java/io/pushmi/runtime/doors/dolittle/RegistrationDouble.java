package io.pushmi.runtime.doors.dolittle;

import io.pushmi.runtime.processing.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Processors that stop when the spec says. */
final class RegistrationDouble implements Registration {
    final List<Duration> toldToStop = new ArrayList<>();
    final CompletableFuture<Void> stopped = new CompletableFuture<>();

    @Override
    public CompletionStage<Void> stop(Duration grace) {
        toldToStop.add(grace);
        return stopped;
    }

    @Override
    public CompletionStage<Void> stopped() {
        return stopped;
    }
}
