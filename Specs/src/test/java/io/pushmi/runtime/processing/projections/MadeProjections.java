package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.EventTarget;
import io.pushmi.runtime.processing.OperateProcessors;
import io.pushmi.runtime.processing.Outcome;
import io.pushmi.runtime.processing.ProcessorDefinition;
import io.pushmi.runtime.processing.Registration;
import io.pushmi.runtime.processing.RegistrationResult;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.MemoryReadModels;
import io.pushmi.runtime.storage.SpecStores;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Projections on a reference engine whose read models are made by specs of other rooms, one by one. */
public final class MadeProjections implements AutoCloseable {
    private final StorageEngine engine = SpecStores.open();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Commits commits = Commits.fromTheStart();
    private final Projections projections;
    private @Nullable EventTarget target;
    private String next = "{}";

    public MadeProjections() {
        OperateProcessors nobody = new Driver(engine.states(), List.of());
        projections = new Projections(
                this::begin,
                nobody,
                engine.states(),
                new MemoryReadModels(),
                new Tenants(List.of(TenantId.DEVELOPMENT)),
                timer);
    }

    public Projections projections() {
        return projections;
    }

    public RegistrationResult register(ProjectionDefinition definition) {
        return Answers.of(projections.register(definition, (tenant, delivery, current, answer, whenRoom) -> {
            answer.accept(new ProjectionAnswer.Replace(next));
            return true;
        }));
    }

    /** Makes a read model of that key by an event of that source; every other one is stored at once. */
    public Outcome make(String source, String state) {
        next = state;
        Delivery delivery = Deliveries.of(commits.next(EventBuilder.event("CustomerMoved", source)));
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        offer(delivery, outcome);
        Outcome made = Answers.of(outcome);
        if (delivery.streamPosition() % 2 == 0) {
            Answers.of(Objects.requireNonNull(target).settle());
        }
        return made;
    }

    public void closeStore() {
        engine.close();
    }

    private void offer(Delivery delivery, CompletableFuture<Outcome> outcome) {
        boolean unused =
                Objects.requireNonNull(target).offer(delivery, outcome::complete, () -> offer(delivery, outcome));
    }

    private CompletionStage<RegistrationResult> begin(
            ProcessorDefinition definition, Function<TenantId, EventTarget> targets) {
        EventTarget begun = targets.apply(TenantId.DEVELOPMENT);
        target = begun;
        return begun.open().thenApply(open -> new RegistrationResult.Registered(new Endless()));
    }

    private static final class Endless implements Registration {
        private final CompletableFuture<Void> stopped = new CompletableFuture<>();

        @Override
        public CompletionStage<Void> stop(Duration grace) {
            stopped.complete(null);
            return stopped;
        }

        @Override
        public CompletionStage<Void> stopped() {
            return stopped;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        engine.close();
    }
}
