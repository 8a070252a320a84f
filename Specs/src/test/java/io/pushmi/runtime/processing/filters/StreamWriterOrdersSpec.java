package io.pushmi.runtime.processing.filters;

import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.events.erasing.Erased;
import io.pushmi.runtime.events.erasing.ErasureRequest;
import io.pushmi.runtime.events.erasing.Erasures;
import io.pushmi.runtime.events.erasing.Replacement;
import io.pushmi.runtime.events.erasing.Target;
import io.pushmi.runtime.events.streams.StreamDefinition;
import io.pushmi.runtime.events.streams.StreamDefinitions;
import io.pushmi.runtime.events.streams.StreamEvents;
import io.pushmi.runtime.events.streams.StreamKind;
import io.pushmi.runtime.leases.SoleLeases;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.log.LogSettings;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.SimulatedLogs;
import io.pushmi.runtime.storage.SimulatedStates;
import io.pushmi.runtime.storage.Simulation;
import io.pushmi.runtime.storage.StreamId;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Filters of two Runtimes write one stream, on a store that loses answers, and some of them stop in between; meanwhile
 * events are erased. What they do is put in an order drawn from a seed, 2,000 orders in all; whatever the order, the
 * stream has each included event once and in order, what was settled stays, and nothing that was erased is left.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StreamWriterOrdersSpec {
    private static final int ORDERS_PER_SEED = 500;
    private static final int TASKS_AT_MOST = 200_000;
    private static final LogId SOURCE = LogId.mainOf(TenantId.DEVELOPMENT);
    private static final LogId STREAM =
            new LogId(TenantId.DEVELOPMENT, LogName.ofStream(ScopeId.DEFAULT, new StreamId(new UUID(7, 7))));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatever_the_order_each_included_event_is_in_the_stream_once_and_in_order(long seed) {
        for (int i = 0; i < ORDERS_PER_SEED; i++) {
            long scenario = seed * 1_000_003 + i;
            try {
                new Scenario(scenario).play();
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("scenario " + scenario + ": " + failure.getMessage(), failure);
            }
        }
    }

    private static boolean isIncluded(CommittedEvent event) {
        return event.sequenceNumber().value() % 4 != 2;
    }

    private static PartitionId partitionOf(CommittedEvent event) {
        return new PartitionId("p" + event.sequenceNumber().value() % 3);
    }

    private static final class Scenario {
        private final Random random;
        private final Simulation simulation;
        private final SimulatedLogs store;
        private final LogSettings settings;
        private final int trouble;
        private final SimulatedStates states;
        private final List<String> lost = new ArrayList<>();

        Scenario(long seed) {
            random = new Random(seed);
            simulation = new Simulation(random);
            trouble = random.nextInt(4) * 10;
            store = new SimulatedLogs(simulation, random, trouble);
            states = new SimulatedStates(simulation, random, trouble);
            settings = new LogSettings(Duration.ofHours(1), 1 << 20, 1 << 16, 1 + random.nextInt(4), 4096, 2);
        }

        void play() {
            commitEvents(5 + random.nextInt(100));
            defineStream();
            EventLogs one = runtime();
            EventLogs other = random.nextBoolean() ? one : runtime();
            for (int i = 0; i < 2 + random.nextInt(3); i++) {
                Filter filter = new Filter(random.nextBoolean() ? one : other);
                filter.begin();
                simulation.run(random.nextInt(400));
                filter.isStopped = random.nextInt(3) == 0;
                eraseNowAndThen(random.nextBoolean() ? one : other);
            }
            Filter last = new Filter(other);
            last.begin();
            simulation.run(random.nextInt(200));
            eraseNowAndThen(one);
            simulation.runToTheEnd(TASKS_AT_MOST);
            check(last);
        }

        private EventLogs runtime() {
            return new EventLogs(store, settings, Clock.systemUTC(), simulation, simulation);
        }

        private void commitEvents(int count) {
            EventLogs runtime = runtime();
            while (events().size() < count) {
                CompletionStage<?> unused = runtime.commit(
                        SOURCE,
                        request(event("Told", "ada").json("{\"n\":" + random.nextInt() + "}"), event("Told", "bob"))
                                .build());
                simulation.runToTheEnd(TASKS_AT_MOST);
            }
        }

        private void defineStream() {
            StreamDefinitions definitions = new StreamDefinitions(states);
            while (states.now(TenantId.DEVELOPMENT, "stream-definitions").isEmpty()) {
                CompletionStage<Void> unused = definitions.save(
                        TenantId.DEVELOPMENT,
                        new StreamDefinition(ScopeId.DEFAULT, new StreamId(new UUID(7, 7)), StreamKind.PARTITIONED));
                simulation.runToTheEnd(TASKS_AT_MOST);
            }
        }

        private void eraseNowAndThen(EventLogs runtime) {
            if (random.nextBoolean()) {
                Target target = random.nextBoolean()
                        ? new Target.OfSource(new EventSourceId(random.nextBoolean() ? "ada" : "bob"))
                        : new Target.OfProperties(new EventTypeId("Told"), Map.of("n", Replacement.REMOVED), null);
                CompletionStage<Erased> unused = new Erasures(
                                runtime,
                                store,
                                states,
                                Optional.empty(),
                                new Tenants(List.of(TenantId.DEVELOPMENT)),
                                new SoleLeases(),
                                simulation)
                        .erase(new ErasureRequest(SOURCE, target, "the officer", "asked by the customer"));
            }
        }

        /** What there is to filter at this moment. */
        private List<CommittedEvent> events() {
            List<CommittedEvent> events = new ArrayList<>();
            for (Commit commit : store.now(SOURCE)) {
                for (int i = 0; commit.kind() == CommitKind.EVENTS && i < commit.count(); i++) {
                    events.add(new CommittedEvent(commit, i));
                }
            }
            return events;
        }

        private void check(Filter last) {
            assertThat(last.isDone).as("the last filter got through").isTrue();
            assertThat(lost).as("what was settled").isEmpty();
            List<CommittedEvent> events = events();
            List<Commit> stream = store.now(STREAM).stream()
                    .filter(commit -> commit.kind() == CommitKind.EVENTS)
                    .toList();
            assertThat(stream.stream().map(StreamEvents::sourceNumber).toList())
                    .isEqualTo(events.stream()
                            .filter(StreamWriterOrdersSpec::isIncluded)
                            .map(CommittedEvent::sequenceNumber)
                            .toList());
            for (Commit commit : stream) {
                CommittedEvent original =
                        events.get((int) StreamEvents.sourceNumber(commit).value());
                Event copy = commit.events().get(0);
                assertThat(commit.count()).isEqualTo(1);
                assertThat(copy.content()).isEqualTo(original.event().content());
                assertThat(copy.source()).isEqualTo(original.event().source());
                assertThat(copy.partition()).isEqualTo(partitionOf(original));
                assertThat(commit.occurred()).isEqualTo(original.commit().occurred());
                assertThat(commit.context()).isEqualTo(original.commit().context());
            }
        }

        /** A filter that goes through the events as a processor would. */
        private final class Filter {
            private final StreamWriter writer;
            private List<CommittedEvent> events = List.of();
            private int next;
            private boolean isStopped;
            private boolean isDone;

            Filter(EventLogs runtime) {
                writer = new StreamWriter(
                        new UnsureStreamLog(SOURCE, STREAM, runtime, store, simulation, random, trouble), simulation);
            }

            void begin() {
                writer.reached().whenComplete((reached, failure) -> {
                    if (failure != null) {
                        simulation.execute(this::begin);
                    } else {
                        events = events();
                        next = (int) reached.value();
                        goOn();
                    }
                });
            }

            private void goOn() {
                if (isStopped) {
                    return;
                }
                if (next == events.size()) {
                    settle(() -> isDone = true);
                } else if (writer.hasRoom(this::goOn)) {
                    CommittedEvent event = events.get(next++);
                    if (isIncluded(event)) {
                        writer.append(event, partitionOf(event));
                    }
                    if (random.nextInt(10) == 0) {
                        settle(() -> {});
                    }
                    simulation.execute(this::goOn);
                }
            }

            private void settle(Runnable then) {
                SequenceNumber before = new SequenceNumber(next);
                writer.settle().thenRun(() -> {
                    if (inStream(before) != includedIn(before)) {
                        lost.add("of those before " + before + " only " + inStream(before) + " are in the stream");
                    }
                    then.run();
                });
            }

            private long inStream(SequenceNumber before) {
                return store.now(STREAM).stream()
                        .filter(commit -> commit.kind() == CommitKind.EVENTS)
                        .filter(commit -> StreamEvents.sourceNumber(commit).isBefore(before))
                        .count();
            }

            private long includedIn(SequenceNumber before) {
                return events.stream()
                        .limit(before.value())
                        .filter(StreamWriterOrdersSpec::isIncluded)
                        .count();
            }
        }
    }
}
