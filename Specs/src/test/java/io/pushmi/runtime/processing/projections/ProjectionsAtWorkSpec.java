package io.pushmi.runtime.processing.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.leases.SoleLeases;
import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.log.LogSettings;
import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.OperationResult;
import io.pushmi.runtime.processing.ProcessingSettings;
import io.pushmi.runtime.processing.Processors;
import io.pushmi.runtime.processing.Registration;
import io.pushmi.runtime.processing.RegistrationResult;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.MemoryEngine;
import io.pushmi.runtime.storage.MemoryReadModels;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Projections on the processors of a Runtime, with threads and a client that answers on some of its own. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProjectionsAtWorkSpec {
    private static final LogId LOG = LogId.mainOf(TenantId.DEVELOPMENT);
    private static final int DISHES = 7;

    private final MemoryDisk disk = new MemoryDisk();
    private final Random random = new Random(20261121);
    private final Map<String, String> expected = new TreeMap<>();
    private int committed;

    @Test
    void make_read_models_of_every_event_once_however_often_the_Runtime_crashes() {
        for (int life = 0; life < 6; life++) {
            try (Life runtime = new Life(disk)) {
                Registration unused = runtime.register(Given.projection());
                commit(runtime, 300);
                int enough = random.nextInt(300);
                await().until(() -> runtime.answered.get() >= enough);
                runtime.crash();
            }
        }
        try (Life runtime = new Life(disk)) {
            Registration registration = runtime.register(Given.projection());
            commit(runtime, 100);
            await().atMost(Duration.ofSeconds(30)).until(() -> runtime.models().equals(expected));
            Answers.of(registration.stop(Duration.ofSeconds(5)));
            assertThat(runtime.models()).isEqualTo(expected);
        }
    }

    @Test
    void make_them_anew_when_the_definition_changes() {
        try (Life runtime = new Life(disk)) {
            Registration registration = runtime.register(Given.projection());
            commit(runtime, 200);
            await().until(() -> runtime.models().equals(expected));
            Answers.of(registration.stop(Duration.ofSeconds(5)));

            Registration unused = runtime.register(Given.projection("{\"made\":[],\"v\":2}"));

            await().until(() ->
                    runtime.answered.get() == 400 && runtime.models().equals(expected));
        }
    }

    @Test
    void make_them_anew_when_an_operator_wants_it() {
        try (Life runtime = new Life(disk)) {
            Registration unused = runtime.register(Given.projection());
            commit(runtime, 100);
            await().until(() -> runtime.models().equals(expected));

            assertThat(Answers.of(runtime.projections.replay(Given.ID, TenantId.DEVELOPMENT)))
                    .isEqualTo(OperationResult.DONE);

            await().until(() ->
                    runtime.answered.get() == 200 && runtime.models().equals(expected));
            commit(runtime, 50);
            await().until(() ->
                    runtime.answered.get() == 250 && runtime.models().equals(expected));
        }
    }

    @Test
    void cannot_be_moved_to_another_event_than_the_first() {
        try (Life runtime = new Life(disk)) {
            Registration unused = runtime.register(Given.projection());
            commit(runtime, 10);

            OperationResult moved = Answers.of(runtime.processors.reprocessFrom(
                    Given.ID.processor(), TenantId.DEVELOPMENT, new SequenceNumber(5)));

            assertThat(moved)
                    .isInstanceOfSatisfying(
                            OperationResult.Refused.class,
                            refused -> assertThat(refused.reason()).contains("to 5", "expected 0"));
            await().until(() -> runtime.models().equals(expected));
            assertThat(runtime.answered).hasValue(10);
        }
    }

    @Test
    void go_on_without_repeating_anything_after_a_clean_stop() {
        try (Life runtime = new Life(disk)) {
            for (int round = 1; round <= 5; round++) {
                Registration registration = runtime.register(Given.projection());
                commit(runtime, 50);
                await().until(() -> runtime.models().equals(expected));
                Answers.of(registration.stop(Duration.ofSeconds(5)));
                assertThat(runtime.answered).hasValue(50 * round);
            }
        }
    }

    private void commit(Life runtime, int count) {
        for (int i = 0; i < count; i++) {
            String dish = "dish-" + random.nextInt(DISHES);
            boolean isDelete = random.nextInt(6) == 0;
            runtime.commit(EventBuilder.event(Deliveries.TYPE, "chef")
                    .json("{\"dish\":\"" + dish + "\",\"delete\":" + isDelete + "}"));
            long number = committed++;
            if (isDelete) {
                expected.remove(dish);
            } else {
                expected.merge(dish, "{\"made\":[" + number + "]}", (now, first) -> next(now, number));
            }
        }
    }

    private static String next(String state, long number) {
        int end = state.indexOf(']');
        String made = state.substring(0, end);
        return made + (made.endsWith("[") ? "" : ",") + number + "]}";
    }

    private static final class Life implements ProjectionClient, AutoCloseable {
        private final AtomicInteger answered = new AtomicInteger();
        private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
        private final ScheduledExecutorService clients = Executors.newScheduledThreadPool(2);
        private final MemoryEngine engine;
        private final EventLogs logs;
        private final Processors processors;
        private final Projections projections;

        private Life(MemoryDisk disk) {
            engine = MemoryEngine.open(disk);
            Tenants tenants = new Tenants(List.of(TenantId.DEVELOPMENT));
            logs = new EventLogs(
                    engine.logs(),
                    LogSettings.of(Duration.ofSeconds(10), 64 << 20),
                    Clock.systemUTC(),
                    threads,
                    threads);
            ProcessingSettings settings =
                    new ProcessingSettings(40, Duration.ofMillis(5), Duration.ofMinutes(1), Duration.ofSeconds(5), 100);
            processors = new Processors(
                    logs,
                    engine.logs(),
                    engine.states(),
                    new SoleLeases(),
                    tenants,
                    settings,
                    Clock.systemUTC(),
                    threads);
            projections =
                    new Projections(processors, processors, engine.states(), new MemoryReadModels(), tenants, threads);
        }

        Registration register(ProjectionDefinition definition) {
            RegistrationResult result = Answers.of(projections.register(definition, this));
            assertThat(result).isInstanceOf(RegistrationResult.Registered.class);
            return ((RegistrationResult.Registered) result).registration();
        }

        void commit(EventBuilder event) {
            assertThat(Answers.of(logs.commit(LOG, RequestBuilder.request(event).build())))
                    .isInstanceOf(CommitOutcome.Committed.class);
        }

        Map<String, String> models() {
            Map<String, String> models = new TreeMap<>();
            projections
                    .getAll(TenantId.DEVELOPMENT, Given.ID)
                    .toIterable()
                    .forEach(model -> models.put(model.key().value(), model.json()));
            return models;
        }

        @Override
        public boolean offer(
                TenantId tenant,
                Delivery delivery,
                CurrentState current,
                Consumer<ProjectionAnswer> answer,
                Runnable whenRoom) {
            clients.execute(() -> {
                answered.incrementAndGet();
                String content = ((Content.Legible) delivery.event().event().content())
                        .bytes()
                        .asUtf8();
                answer.accept(
                        content.contains("\"delete\":true")
                                ? ProjectionAnswer.DELETE
                                : new ProjectionAnswer.Replace(next(
                                        current.json(),
                                        delivery.event().sequenceNumber().value())));
            });
            return true;
        }

        void crash() {
            engine.crash();
        }

        @Override
        public void close() {
            threads.shutdownNow();
            clients.shutdownNow();
            engine.close();
        }
    }
}
