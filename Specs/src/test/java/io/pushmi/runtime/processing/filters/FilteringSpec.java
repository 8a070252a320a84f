package io.pushmi.runtime.processing.filters;

import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.events.erasing.Erased;
import io.pushmi.runtime.events.erasing.ErasureRequest;
import io.pushmi.runtime.events.erasing.Erasures;
import io.pushmi.runtime.events.erasing.Target;
import io.pushmi.runtime.events.streams.StreamEvents;
import io.pushmi.runtime.events.streams.StreamKind;
import io.pushmi.runtime.leases.SoleLeases;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.log.LogSettings;
import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.ProcessingSettings;
import io.pushmi.runtime.processing.Processors;
import io.pushmi.runtime.processing.Registration;
import io.pushmi.runtime.processing.Retry;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SimulatedLogs;
import io.pushmi.runtime.storage.SimulatedStates;
import io.pushmi.runtime.storage.Simulation;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters on the processors of a Runtime, on a simulated store. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FilteringSpec {
    private static final int MOST = 500_000;
    private static final LogId LOG = LogId.mainOf(TenantId.DEVELOPMENT);
    private static final FilterDefinition DEFINITION =
            new FilterDefinition(ScopeId.DEFAULT, new FilterId(new UUID(7, 7)), StreamKind.PARTITIONED);
    private static final LogId STREAM =
            new LogId(TenantId.DEVELOPMENT, LogName.ofStream(ScopeId.DEFAULT, DEFINITION.id().stream()));

    private static RequestBuilder told(String source) {
        return request(event("Told", source));
    }

    private static long numberOf(Delivery delivery) {
        return delivery.event().sequenceNumber().value();
    }

    @Nested
    class when_a_filter_is_connected {
        @Test
        void it_gets_what_is_there_and_what_comes() {
            House house = new House(new Random(1), 0);
            house.commit(told("ada"), told("bob"));
            house.registered(house.including());
            house.calm();
            house.commit(told("eve"));
            house.calm();
            assertThat(house.sourceNumbers()).containsExactly(0L, 1L, 2L);
        }

        @Test
        void it_goes_on_behind_what_it_excluded_when_it_comes_back() {
            House house = new House(new Random(1), 0);
            List<Long> asked = new ArrayList<>();
            FilterClient client = (tenant, delivery, answer, whenRoom) -> {
                asked.add(numberOf(delivery));
                answer.accept(FilterAnswer.EXCLUDED);
                return true;
            };
            house.commit(told("ada"), told("bob"));
            Registration registration = house.registered(client);
            house.calm();
            house.now(registration.stop(Duration.ofSeconds(10)));
            house.registered(client);
            house.calm();
            assertThat(asked).containsExactly(0L, 1L);
            assertThat(house.sourceNumbers()).isEmpty();
        }

        @Test
        void a_second_one_is_refused_until_the_first_is_stopped() {
            House house = new House(new Random(1), 0);
            Registration registration = house.registered(house.including());
            assertThat(house.now(house.filters.register(DEFINITION, house.including())))
                    .isInstanceOf(FilterRegistrationResult.AlreadyRegistered.class);
            house.now(registration.stop(Duration.ZERO));
            house.registered(house.including());
        }
    }

    @Nested
    class when_an_event_is_erased_while_a_filter_looks_at_it {
        @Test
        void its_copy_is_an_erased_one() {
            House house = new House(new Random(1), 0);
            List<Consumer<FilterAnswer>> open = new ArrayList<>();
            house.registered((tenant, delivery, answer, whenRoom) -> {
                open.add(answer);
                return true;
            });
            house.commit(told("ada"), told("ada"));
            house.calm();
            assertThat(open).hasSize(1);
            house.now(house.erase("ada"));
            open.get(0).accept(new FilterAnswer.Included(new PartitionId("p")));
            house.calm();
            open.get(1).accept(new FilterAnswer.Included(new PartitionId("p")));
            house.calm();
            assertThat(house.sourceNumbers()).containsExactly(0L, 1L);
            assertThat(house.copies()).allMatch(copy -> copy.events().get(0).isErased());
        }

        @Test
        void so_is_that_of_one_that_fails_and_is_asked_about_again() {
            House house = new House(new Random(1), 0);
            List<Consumer<FilterAnswer>> open = new ArrayList<>();
            house.registered((tenant, delivery, answer, whenRoom) -> {
                open.add(answer);
                return true;
            });
            house.commit(told("ada"));
            house.calm();
            open.get(0).accept(new FilterAnswer.Failed("not now", new Retry.After(Duration.ofHours(1))));
            house.now(house.erase("ada"));
            house.simulation.pass(Duration.ofHours(2), MOST);
            open.get(1).accept(new FilterAnswer.Included(new PartitionId("p")));
            house.calm();
            assertThat(house.copies())
                    .singleElement()
                    .matches(copy -> copy.events().get(0).isErased());
        }
    }

    @Nested
    class when_the_runtime_crashes_again_and_again {
        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3})
        void each_included_event_is_in_the_stream_once_and_in_order_and_nothing_that_was_erased(long seed) {
            for (int i = 0; i < 100; i++) {
                long scenario = seed * 1_000_003 + i;
                try {
                    play(new Random(scenario));
                } catch (AssertionError | RuntimeException failure) {
                    throw new AssertionError("scenario " + scenario + ": " + failure.getMessage(), failure);
                }
            }
        }

        private void play(Random random) {
            House house = new House(random, random.nextInt(3) * 10);
            int commits = 10 + random.nextInt(60);
            for (int i = 0; i < commits; i++) {
                house.commit(told(i % 3 == 0 ? "ada" : "bob"));
            }
            for (int crash = 0; crash < 1 + random.nextInt(4); crash++) {
                house.connect();
                house.simulation.run(random.nextInt(600));
                if (random.nextInt(3) == 0) {
                    CompletionStage<Erased> unused = house.erase("ada");
                    house.simulation.run(random.nextInt(300));
                }
                house.crash();
            }
            house.erasures.resume();
            house.connect();
            house.simulation.runToTheEnd(MOST);
            assertThat(house.sourceNumbers()).isEqualTo(house.included(commits));
            List<Commit> source = house.store.now(LOG);
            assertThat(house.copies())
                    .allSatisfy(copy -> assertThat(copy.events().get(0).content())
                            .isEqualTo(source.get((int)
                                            StreamEvents.sourceNumber(copy).value())
                                    .events()
                                    .get(0)
                                    .content()));
        }
    }

    /** A Runtime with one filter. */
    private static final class House {
        private final Random random;
        private final Simulation simulation;
        private final SimulatedLogs store;
        private final SimulatedStates states;
        private final Tenants tenants = new Tenants(List.of(TenantId.DEVELOPMENT));
        private EventLogs logs;
        private Filters filters;
        private Erasures erasures;

        House(Random random, int trouble) {
            this.random = random;
            simulation = new Simulation(random);
            store = new SimulatedLogs(simulation, random, trouble);
            states = new SimulatedStates(simulation, random, trouble);
            logs = logs();
            filters = filters();
            erasures = erasures();
        }

        private EventLogs logs() {
            return new EventLogs(
                    store, LogSettings.of(Duration.ofHours(1), 1 << 20), simulation.clock(), simulation, simulation);
        }

        private Filters filters() {
            ProcessingSettings settings = new ProcessingSettings(
                    20, Duration.ofMillis(250), Duration.ofMinutes(10), Duration.ofSeconds(10), 100);
            Processors processors = new Processors(
                    logs, store, states, new SoleLeases(), tenants, settings, simulation.clock(), simulation);
            return new Filters(processors, logs, store, states, tenants, simulation);
        }

        private Erasures erasures() {
            return new Erasures(logs, store, states, Optional.empty(), tenants, new SoleLeases(), simulation);
        }

        /** Begins again with what is stored. */
        void crash() {
            simulation.forget();
            logs = logs();
            filters = filters();
            erasures = erasures();
        }

        void commit(RequestBuilder... requests) {
            for (RequestBuilder each : requests) {
                int before = store.now(LOG).size();
                while (store.now(LOG).size() == before) {
                    CompletionStage<?> unused = logs.commit(LOG, each.build());
                    simulation.runToTheEnd(MOST);
                }
            }
        }

        CompletionStage<Erased> erase(String source) {
            return erasures.erase(new ErasureRequest(
                    LOG, new Target.OfSource(new EventSourceId(source)), "the officer", "asked by the customer"));
        }

        /** Includes three of four, in the partition of their source, some time after it is asked. */
        FilterClient including() {
            return (tenant, delivery, answer, whenRoom) -> {
                simulation.execute(() -> answer.accept(
                        numberOf(delivery) % 4 == 3
                                ? FilterAnswer.EXCLUDED
                                : new FilterAnswer.Included(new PartitionId("p" + numberOf(delivery) % 2))));
                return true;
            };
        }

        List<Long> included(int commits) {
            List<Long> included = new ArrayList<>();
            for (long number = 0; number < commits; number++) {
                if (number % 4 != 3) {
                    included.add(number);
                }
            }
            return included;
        }

        /** Registers the filter, which gives no answer now and then; tries until the store lets it. */
        void connect() {
            FilterClient including = including();
            FilterClient client = (tenant, delivery, answer, whenRoom) -> {
                if (random.nextInt(20) == 0) {
                    simulation.execute(whenRoom);
                    return false;
                }
                if (random.nextInt(20) == 0) {
                    simulation.execute(() -> answer.accept(new FilterAnswer.Failed("not now", Retry.UNSPECIFIED)));
                    return true;
                }
                return including.offer(tenant, delivery, answer, whenRoom);
            };
            filters.register(DEFINITION, client).whenComplete((result, failure) -> {
                if (failure != null) {
                    simulation.execute(this::connect);
                }
            });
        }

        Registration registered(FilterClient client) {
            FilterRegistrationResult result = now(filters.register(DEFINITION, client));
            assertThat(result).isInstanceOf(FilterRegistrationResult.Registered.class);
            return ((FilterRegistrationResult.Registered) result).registration();
        }

        <T extends @Nullable Object> T now(CompletionStage<T> stage) {
            CompletableFuture<T> future = stage.toCompletableFuture();
            calm();
            assertThat(future).as("what is asked for").isDone();
            return future.join();
        }

        void calm() {
            simulation.calm(MOST);
        }

        List<Commit> copies() {
            return store.now(STREAM).stream()
                    .filter(commit -> commit.kind() == CommitKind.EVENTS)
                    .toList();
        }

        List<Long> sourceNumbers() {
            return copies().stream()
                    .map(commit -> StreamEvents.sourceNumber(commit).value())
                    .toList();
        }
    }
}
