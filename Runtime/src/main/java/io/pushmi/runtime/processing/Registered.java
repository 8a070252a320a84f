package io.pushmi.runtime.processing;

import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A registered processor: at work or standing by for every tenant. When one of them ends, all do. Used by any thread. */
final class Registered implements Registration {
    private final ProcessorDefinition definition;
    private final Map<TenantId, Shift> shifts;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final CompletableFuture<Void> over;

    /** @param grace how long the others may go on when one ends by itself */
    Registered(ProcessorDefinition definition, Map<TenantId, Shift> shifts, Duration grace) {
        this.definition = definition;
        this.shifts = new LinkedHashMap<>(shifts);
        CompletableFuture<?>[] endings = shifts.values().stream()
                .map(shift -> shift.ended()
                        .whenComplete((ended, failure) -> stopAll(grace))
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        this.over = CompletableFuture.allOf(endings);
    }

    ProcessorDefinition definition() {
        return definition;
    }

    @Nullable
    Shift of(TenantId tenant) {
        return shifts.get(tenant);
    }

    /** Claims what it needs; completes with the first reason why it cannot be. Fails as the store does. */
    CompletionStage<Optional<String>> open() {
        CompletionStage<Optional<String>> first = CompletableFuture.completedFuture(Optional.empty());
        for (Shift shift : shifts.values()) {
            first = first.thenCombine(shift.open(), (before, obstacle) -> before.isPresent() ? before : obstacle);
        }
        return first;
    }

    /** Ends before it was started; completes when its leases are given up. */
    CompletionStage<Void> abandon() {
        return CompletableFuture.allOf(shifts.values().stream()
                .map(shift -> shift.abandon().exceptionally(reason -> null).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
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
        shifts.values().forEach(Shift::start);
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
        shifts.values().forEach(shift -> {
            CompletionStage<Void> unused = shift.stop(grace);
        });
    }
}
