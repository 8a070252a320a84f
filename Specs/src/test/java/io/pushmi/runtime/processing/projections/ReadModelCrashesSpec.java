package io.pushmi.runtime.processing.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.Registration;
import io.pushmi.runtime.processing.RegistrationResult;
import io.pushmi.runtime.processing.Retry;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.CopyCollection;
import io.pushmi.runtime.storage.CopyValue;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.MemoryEngine;
import io.pushmi.runtime.storage.MemoryReadModels;
import io.pushmi.runtime.storage.ReadModelDatabases;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 600 runs with a seed each: the power fails between or within any two changes of the store and of the database that has
 * the copies, again and again.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReadModelCrashesSpec {
    private static final int RUNS = 600;
    private static final CopyDefinition COPY =
            new CopyDefinition("dishes", List.of(new PropertyConversion("v", Conversion.NONE, "version", List.of())));

    /** Tries nothing again while a run lasts: a store whose power has failed does not come back before the next start. */
    private static final ScheduledExecutorService NEVER = Executors.newSingleThreadScheduledExecutor();

    @AfterAll
    static void stop() {
        NEVER.shutdownNow();
    }

    static LongStream seeds() {
        return LongStream.range(0, RUNS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void read_models_and_their_copies_are_what_each_event_made_of_them_once(long seed) {
        Run run = new Run(seed);
        for (int life = 0; life < 8; life++) {
            run.live(1 + run.random.nextInt(12));
        }
        run.live(Integer.MAX_VALUE);

        run.assertRight();
    }

    private static final class Run {
        private final Random random;
        private final MemoryDisk disk = new MemoryDisk();
        private final MemoryReadModels databases = new MemoryReadModels();
        private final List<Delivery> events = new ArrayList<>();
        private int version;
        private int furthest;

        Run(long seed) {
            random = new Random(seed);
            int count = 10 + random.nextInt(50);
            int dishes = 1 + random.nextInt(5);
            for (int i = 0; i < count; i++) {
                String dish = "dish-" + random.nextInt(dishes);
                boolean isDelete = random.nextInt(5) == 0;
                events.add(Deliveries.at(i, "chef", "{\"dish\":\"" + dish + "\",\"delete\":" + isDelete + "}"));
            }
        }

        /** One life of a Runtime, which ends at the given change of the store, or when everything is done. */
        void live(int failAt) {
            MemoryEngine engine = MemoryEngine.open(disk);
            SteppedStates states = new SteppedStates(engine.states(), failAt, random.nextBoolean());
            if (random.nextInt(10) == 0) {
                version++;
                furthest = 0;
            }
            try {
                new Life(this, states, failAt == Integer.MAX_VALUE).run();
            } catch (PowerFailed crash) {
                assertThat(states.hasFailed()).isTrue();
            } finally {
                engine.crash();
            }
        }

        String initial() {
            return "{\"v\":" + version + ",\"made\":[]}";
        }

        /** What the first events make of the read models. */
        Map<String, String> expected(long events) {
            Map<String, String> models = new TreeMap<>();
            for (Delivery delivery : this.events.subList(0, (int) events)) {
                String dish = dishOf(delivery);
                if (isDelete(delivery)) {
                    models.remove(dish);
                } else {
                    models.merge(dish, next(initial(), delivery), (now, first) -> next(now, delivery));
                }
            }
            return models;
        }

        void assertRight() {
            MemoryEngine engine = MemoryEngine.open(disk);
            Driver driver = new Driver(engine.states(), events);
            Projections projections = projections(engine.states(), databases, driver);

            Map<String, String> expected = expected(events.size());
            assertThat(all(projections)).isEqualTo(expected);
            Map<String, CopyValue.Fields> copies = new TreeMap<>();
            expected.forEach((dish, json) -> copies.put(dish, copyOf(dish, json)));
            assertThat(databases.documents(new CopyCollection(TenantId.DEVELOPMENT, COPY.collection())))
                    .isEqualTo(copies);
            engine.close();
        }
    }

    private static CopyValue.Fields copyOf(String dish, String json) {
        try {
            return new CopyMaker(COPY).copy(new ReadModelKey(dish), json);
        } catch (CannotBeCopied impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static final class PowerFailed extends RuntimeException {}

    private static final class Life implements ProjectionClient {
        private final Run run;
        private final Random random;
        private final SteppedStates states;
        private final Driver driver;
        private final Projections projections;
        private final boolean isLast;

        Life(Run run, SteppedStates states, boolean isLast) {
            this.run = run;
            this.random = run.random;
            this.states = states;
            this.driver = new Driver(states, run.events);
            this.projections = projections(states, new SteppedReadModels(run.databases, states), driver);
            this.isLast = isLast;
        }

        void run() {
            Registration registration = register();
            int steps = isLast ? Integer.MAX_VALUE : 5 + random.nextInt(80);
            for (int step = 0; step < steps && !driver.isDone(); step++) {
                act();
            }
            if (isLast || random.nextBoolean()) {
                await(registration.stop(Duration.ZERO));
                await(registration.stopped());
                assertThat(projections.connected()).isEmpty();
            }
        }

        /** What is delivered again may be in its read model already. */
        private void assertShown() {
            run.furthest = Math.max(run.furthest, driver.position());
            List<Map<String, String>> moments = IntStream.rangeClosed(driver.position(), run.furthest)
                    .mapToObj(run::expected)
                    .toList();
            Map<String, String> shown = all(projections);
            for (Map<String, String> moment : moments) {
                for (String dish : moment.keySet()) {
                    assertThat(moments.stream().map(at -> at.get(dish))).contains(shown.get(dish));
                }
            }
            assertThat(moments.stream().flatMap(at -> at.keySet().stream())).containsAll(shown.keySet());
        }

        private Registration register() {
            ProjectionDefinition definition = Given.copied(run.initial(), COPY);
            RegistrationResult result = await(projections.register(definition, this));
            assertThat(result).isInstanceOf(RegistrationResult.Registered.class);
            return ((RegistrationResult.Registered) result).registration();
        }

        private void act() {
            int what = random.nextInt(20);
            if (what < 13) {
                driver.deliver();
                run.furthest = Math.max(run.furthest, driver.position());
            } else if (what < 15) {
                states.step();
                requirePower();
            } else if (what < 18 && states.isIdle()) {
                save();
            } else if (what < 19) {
                assertShown();
            } else if (random.nextInt(isLast ? 100 : 5) == 0) {
                await(projections.replay(Given.ID, TenantId.DEVELOPMENT));
                assertThat(driver.position()).isZero();
                run.furthest = 0;
            }
        }

        /** Which is over at once or goes on while further events are delivered, and may not come to the position. */
        private void save() {
            CompletionStage<Void> saved = random.nextInt(4) == 0 ? driver.settle() : driver.save();
            if (random.nextBoolean()) {
                await(saved);
            }
        }

        private <T> T await(CompletionStage<T> stage) {
            for (int i = 0; i < 1000 && !stage.toCompletableFuture().isDone(); i++) {
                states.step();
                requirePower();
            }
            return stage.toCompletableFuture().orTimeout(1, TimeUnit.SECONDS).join();
        }

        private void requirePower() {
            if (states.hasFailed()) {
                throw new PowerFailed();
            }
        }

        @Override
        public boolean offer(
                TenantId tenant,
                Delivery delivery,
                CurrentState current,
                Consumer<ProjectionAnswer> answer,
                Runnable whenRoom) {
            if (random.nextInt(10) == 0) {
                whenRoom.run();
                return false;
            }
            long number = delivery.event().sequenceNumber().value();
            String before = run.expected(number).get(dishOf(delivery));
            assertThat(current)
                    .as("what event %s is applied to", number)
                    .isEqualTo(new CurrentState(
                            before == null ? CurrentState.Kind.INITIAL : CurrentState.Kind.PERSISTED,
                            new ReadModelKey(dishOf(delivery)),
                            before == null ? run.initial() : before));
            answer.accept(answer(delivery, current));
            return true;
        }

        private ProjectionAnswer answer(Delivery delivery, CurrentState current) {
            if (random.nextInt(15) == 0) {
                return new ProjectionAnswer.Failed("burnt", Retry.UNSPECIFIED);
            }
            return isDelete(delivery)
                    ? ProjectionAnswer.DELETE
                    : new ProjectionAnswer.Replace(next(current.json(), delivery));
        }
    }

    private static Projections projections(StateStorage states, ReadModelDatabases databases, Driver driver) {
        return new Projections(driver, driver, states, databases, new Tenants(List.of(TenantId.DEVELOPMENT)), NEVER);
    }

    private static Map<String, String> all(Projections projections) {
        Map<String, String> all = new TreeMap<>();
        projections
                .getAll(TenantId.DEVELOPMENT, Given.ID)
                .toIterable()
                .forEach(model ->
                        assertThat(all.put(model.key().value(), model.json())).isNull());
        return all;
    }

    /** The state with the number of one more event in it. */
    private static String next(String state, Delivery delivery) {
        String made = state.substring(0, state.length() - 2);
        return made + (made.endsWith("[") ? "" : ",") + delivery.event().sequenceNumber() + "]}";
    }

    private static boolean isDelete(Delivery delivery) {
        return content(delivery).contains("\"delete\":true");
    }

    private static String dishOf(Delivery delivery) {
        return content(delivery).split("\"", 5)[3];
    }

    private static String content(Delivery delivery) {
        return ((Content.Legible) delivery.event().event().content()).bytes().asUtf8();
    }
}
