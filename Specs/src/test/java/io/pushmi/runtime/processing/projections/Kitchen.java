package io.pushmi.runtime.processing.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.Outcome;
import io.pushmi.runtime.processing.Registration;
import io.pushmi.runtime.processing.RegistrationResult;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.MemoryEngine;
import io.pushmi.runtime.storage.MemoryReadModels;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Runtime with projections, as far as that takes one, on a reference engine; and a client whose answer to every event is
 * the same until it is told another. Changes of the store are made when something waits for them.
 */
final class Kitchen implements AutoCloseable, ProjectionClient {
    static final TenantId TENANT = TenantId.DEVELOPMENT;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final MemoryEngine engine;
    private final SteppedStates states;
    private final MemoryReadModels databases;
    private final Driver driver;
    private final Projections projections;
    private final List<CurrentState> asked = new ArrayList<>();
    private BiFunction<Delivery, CurrentState, ProjectionAnswer> answer = (delivery, current) ->
            new ProjectionAnswer.Replace("{\"last\":" + delivery.event().sequenceNumber() + "}");
    private @Nullable Registration registration;

    private Kitchen(MemoryDisk disk, MemoryReadModels databases, List<Delivery> events) {
        engine = MemoryEngine.open(disk);
        states = SteppedStates.steady(engine.states());
        this.databases = databases;
        driver = new Driver(states, events);
        projections = new Projections(driver, driver, states, databases, new Tenants(List.of(TENANT)), timer);
    }

    static Kitchen on(MemoryDisk disk, Delivery... events) {
        return on(disk, new MemoryReadModels(), events);
    }

    /** One whose tenant reads copies there. */
    static Kitchen on(MemoryDisk disk, MemoryReadModels databases, Delivery... events) {
        return new Kitchen(disk, databases, List.of(events));
    }

    static Kitchen with(Delivery... events) {
        return on(new MemoryDisk(), events);
    }

    /** The next event of a dish, at that position. */
    static Delivery dish(long position, String dish) {
        return Deliveries.at(position, "chef", "{\"dish\":\"" + dish + "\"}");
    }

    Projections projections() {
        return projections;
    }

    Driver driver() {
        return driver;
    }

    SteppedStates states() {
        return states;
    }

    MemoryReadModels databases() {
        return databases;
    }

    /** What the client was asked, in that order. */
    List<CurrentState> asked() {
        return asked;
    }

    Kitchen answering(ProjectionAnswer always) {
        answer = (delivery, current) -> always;
        return this;
    }

    RegistrationResult register(ProjectionDefinition definition) {
        RegistrationResult result = await(projections.register(definition, this));
        if (result instanceof RegistrationResult.Registered registered) {
            registration = registered.registration();
        }
        return result;
    }

    Kitchen registered(ProjectionDefinition definition) {
        assertThat(register(definition)).isInstanceOf(RegistrationResult.Registered.class);
        return this;
    }

    Kitchen registered() {
        return registered(Given.projection());
    }

    /** Delivers the next event. */
    Outcome deliver() {
        driver.deliver();
        return driver.outcomes().get(driver.outcomes().size() - 1);
    }

    Kitchen deliverAll() {
        while (!driver.isDone()) {
            assertThat(deliver()).isEqualTo(Outcome.SUCCEEDED);
        }
        return this;
    }

    void save() {
        await(driver.save());
    }

    void stop() {
        await(Objects.requireNonNull(registration).stop(Duration.ZERO));
    }

    CurrentState one(String key) {
        return await(projections.getOne(TENANT, Given.ID, new ReadModelKey(key)));
    }

    List<CurrentState> all() {
        return Objects.requireNonNull(
                projections.getAll(TENANT, Given.ID).collectList().block(Duration.ofSeconds(10)));
    }

    /** The documents of an edition, whatever they say. */
    List<StateDocument> stored(long edition) {
        return Answers.of(engine.states().list(TENANT, "read-models/" + Given.ID + "/" + edition, null, 10_000))
                .documents();
    }

    /** Makes every change of the store that anybody wants. */
    void finish() {
        while (!states.isIdle()) {
            states.step();
        }
    }

    <T> T await(CompletionStage<T> stage) {
        for (int i = 0; i < 1000 && !stage.toCompletableFuture().isDone(); i++) {
            states.step();
        }
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public boolean offer(
            TenantId tenant,
            Delivery delivery,
            CurrentState current,
            Consumer<ProjectionAnswer> answered,
            Runnable whenRoom) {
        asked.add(current);
        answered.accept(answer.apply(delivery, current));
        return true;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        engine.close();
    }
}
