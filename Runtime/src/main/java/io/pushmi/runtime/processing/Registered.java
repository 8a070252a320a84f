package io.pushmi.runtime.processing;

import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A registered processor: one at work for every tenant. When one of them ends, all do. Used by any thread. */
final class Registered implements Registration {
    private final ProcessorDefinition definition;
    private final Map<TenantId, StreamProcessor> processors;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final CompletableFuture<Void> over;

    /** @param grace how long the others may go on when one ends by itself */
    Registered(ProcessorDefinition definition, Map<TenantId, StreamProcessor> processors, Duration grace) {
        this.definition = definition;
        this.processors = Map.copyOf(processors);
        CompletableFuture<?>[] endings = processors.values().stream()
                .map(processor -> processor
                        .ended()
                        .whenComplete((ended, failure) -> stopAll(grace))
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        this.over = CompletableFuture.allOf(endings);
    }

    ProcessorDefinition definition() {
        return definition;
    }

    @Nullable
    StreamProcessor of(TenantId tenant) {
        return processors.get(tenant);
    }

    Map<TenantId, StreamProcessor> processors() {
        return processors;
    }

    /** @param free run when all have ended, before anybody is told */
    void start(Runnable free) {
        CompletionStage<Void> unused = over.whenComplete((ended, failure) -> {
            free.run();
            if (failure == null) {
                stopped.complete(null);
            } else {
                stopped.completeExceptionally(Causes.of(failure));
            }
        });
        processors.values().forEach(StreamProcessor::start);
    }

    @Override
    public CompletionStage<Void> stop(Duration grace) {
        stopAll(grace);
        return stopped.handle((ended, failure) -> null);
    }

    @Override
    public CompletionStage<Void> stopped() {
        return stopped.copy();
    }

    private void stopAll(Duration grace) {
        processors.values().forEach(processor -> {
            CompletionStage<Void> unused = processor.stop(grace);
        });
    }
}
