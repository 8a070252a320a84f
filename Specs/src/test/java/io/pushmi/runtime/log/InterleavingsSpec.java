package io.pushmi.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.log.CommitOutcome.AggregateMoved;
import io.pushmi.runtime.log.CommitOutcome.CommitIdTaken;
import io.pushmi.runtime.log.CommitOutcome.Committed;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.Condition;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.SimulatedLogs;
import io.pushmi.runtime.storage.Simulation;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Two Runtimes share one log. What callers, committers, followers, the store and its lost answers do is put in an order drawn from
 * a seed, 12,500 orders in all; whatever the order, what the callers were told agrees with a simple model of the log, and
 * every follower is given every commit, whichever Runtime made it.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InterleavingsSpec {
    private static final LogId LOG = LogId.mainOf(TenantId.DEVELOPMENT);
    private static final int ORDERS_PER_SEED = 2500;
    private static final int TASKS_AT_MOST = 100_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatever_the_order_the_log_is_as_its_callers_were_told(long seed) {
        for (int i = 0; i < ORDERS_PER_SEED; i++) {
            long scenario = seed * 1_000_003 + i;
            try {
                new Scenario(scenario).play();
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("scenario " + scenario + ": " + failure.getMessage(), failure);
            }
        }
    }

    /** What a caller asked for and was told. */
    private record Call(CommitRequest request, int logLengthBefore, CompletableFuture<CommitOutcome> outcome) {}

    private static final class Scenario {
        private final Random random;
        private final Simulation simulation;
        private final SimulatedLogs store;
        private final List<EventLogs> runtimes = new ArrayList<>();
        private final List<Call> calls = new ArrayList<>();
        private final List<Following> followings = new ArrayList<>();
        private final List<List<Commit>> reads = new ArrayList<>();
        private int tags;

        Scenario(long seed) {
            random = new Random(seed);
            simulation = new Simulation(random);
            store = new SimulatedLogs(simulation, random, random.nextInt(4) * 10);
            LogSettings settings =
                    new LogSettings(Duration.ofHours(1), 1 << 20, 1 << 16, 1 + random.nextInt(4), 4096, 2);
            for (int i = 0; i < 2; i++) {
                runtimes.add(new EventLogs(
                        store, settings.shared(true), Clock.systemUTC(), simulation::nanoTime, simulation, simulation));
            }
        }

        void play() {
            int steps = 5 + random.nextInt(15);
            for (int i = 0; i < steps; i++) {
                step();
                simulation.run(random.nextInt(30));
            }
            for (int i = 0; i < TASKS_AT_MOST && !isAllTold(); i++) {
                simulation.run(1);
            }
            assertThat(isAllTold())
                    .as("callers and followers are told everything")
                    .isTrue();
            followings.forEach(BaseSubscriber::cancel);
            simulation.runToTheEnd(TASKS_AT_MOST);
            check();
        }

        private boolean isAllTold() {
            return calls.stream().allMatch(call -> call.outcome().isDone())
                    && followings.stream().allMatch(following -> following.hasAllOf(store.now(LOG)));
        }

        private void step() {
            EventLogs runtime = runtimes.get(random.nextInt(2));
            int choice = random.nextInt(10);
            if (choice == 0) {
                Following following = new Following(position(), random.nextInt(3));
                followings.add(following);
                runtime.log(LOG).follow(following.from, Set.of()).subscribe(following);
            } else if (choice == 1) {
                store.read(LOG, SequenceNumber.FIRST, new PageLimit(1000, 1 << 20))
                        .thenAccept(page -> reads.add(page.commits()));
            } else if (choice == 2 && !calls.isEmpty()) {
                commit(runtime, repeat(calls.get(random.nextInt(calls.size())).request()));
            } else {
                commit(runtime, request());
            }
        }

        private void commit(EventLogs runtime, CommitRequest request) {
            CompletableFuture<CommitOutcome> outcome =
                    runtime.commit(LOG, request).toCompletableFuture();
            calls.add(new Call(request, store.now(LOG).size(), outcome));
        }

        private CommitRequest request() {
            RequestBuilder request = RequestBuilder.request();
            AggregateId aggregate = EventBuilder.aggregate("root", "source-" + random.nextInt(3));
            boolean applied = random.nextBoolean();
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                EventBuilder event = EventBuilder.event().content(tag());
                request.events(applied ? event.appliedBy(aggregate) : event);
            }
            if (applied && random.nextBoolean()) {
                request.condition(new Condition.AggregateAt(aggregate, new AggregateVersion(random.nextInt(6))));
            }
            if (random.nextInt(4) == 0) {
                request.id("commit-" + random.nextInt(4));
            }
            return request.build();
        }

        /** The same request once more, or other events under its commit id. */
        private CommitRequest repeat(CommitRequest request) {
            return request.id() == null || random.nextBoolean()
                    ? request
                    : RequestBuilder.request(EventBuilder.event().content(tag()))
                            .id(request.id().text())
                            .build();
        }

        private Content tag() {
            tags++;
            return Content.json(Bytes.utf8(Integer.toString(tags)));
        }

        private SequenceNumber position() {
            return new SequenceNumber(random.nextInt(6));
        }

        private void check() {
            List<Commit> log = store.now(LOG);
            Model model = new Model(log);
            Set<SequenceNumber> told = new HashSet<>();
            for (Call call : calls) {
                assertThat(call.outcome()).as("every caller is told").isCompleted();
                check(call, model, told);
            }
            assertThat(log.stream().map(Commit::first).toList())
                    .as("nothing is in the log that no caller was told of")
                    .allMatch(told::contains);
            reads.forEach(read -> isBeginningOf(log, read));
            followings.forEach(following -> following.check(log));
        }

        private void check(Call call, Model model, Set<SequenceNumber> told) {
            CommitOutcome outcome = call.outcome().join();
            if (outcome instanceof Committed committed) {
                model.contains(committed.commit());
                assertThat(Repetition.isOf(committed.commit(), call.request())).isTrue();
                assertThat(told.add(committed.commit().first())
                                || call.request().id() != null)
                        .as("only a chosen commit id may be answered twice with one commit")
                        .isTrue();
                call.request().conditions().forEach(condition -> model.held(condition, call, committed.commit()));
            } else if (outcome instanceof AggregateMoved moved) {
                assertThat(moved.actual()).isNotEqualTo(moved.expected());
                model.wasAt(moved.aggregate(), moved.actual(), call.logLengthBefore());
            } else if (outcome instanceof CommitIdTaken taken) {
                model.hasOtherEventsUnder(taken, call.request());
            } else {
                assertThat(outcome).isInstanceOf(CommitOutcome.Unavailable.class);
            }
        }
    }

    private static void isBeginningOf(List<Commit> log, List<Commit> read) {
        assertThat(read.size()).isLessThanOrEqualTo(log.size());
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i)).as("commit %d", i).isEqualTo(log.get(i));
        }
    }

    /** The log replayed one commit after the other. */
    private static final class Model {
        private final List<Commit> log;
        private final List<Map<AggregateId, AggregateVersion>> before = new ArrayList<>();

        Model(List<Commit> log) {
            this.log = log;
            Map<AggregateId, AggregateVersion> versions = new HashMap<>();
            SequenceNumber next = SequenceNumber.FIRST;
            for (Commit commit : log) {
                assertThat(commit.first()).as("dense").isEqualTo(next);
                before.add(Map.copyOf(versions));
                for (Event event : commit.events()) {
                    if (event.appliedBy() != null) {
                        AggregateId aggregate = event.appliedBy().aggregate();
                        AggregateVersion version = versions.getOrDefault(aggregate, AggregateVersion.INITIAL);
                        assertThat(event.appliedBy().version()).isEqualTo(version);
                        versions.put(aggregate, version.next());
                    }
                }
                commit.aggregates()
                        .forEach(state -> assertThat(state.next()).isEqualTo(versions.get(state.aggregate())));
                next = commit.next();
            }
            before.add(versions);
        }

        void contains(Commit commit) {
            assertThat(log).contains(commit);
        }

        void held(Condition condition, Call call, Commit commit) {
            Condition.AggregateAt at = (Condition.AggregateAt) condition;
            assertThat(before.get(log.indexOf(commit)).getOrDefault(at.aggregate(), AggregateVersion.INITIAL))
                    .as("%s held where %s went in", condition, call.request())
                    .isEqualTo(at.expected());
        }

        void wasAt(AggregateId aggregate, AggregateVersion version, int notBefore) {
            assertThat(before.subList(notBefore, before.size()))
                    .as("the aggregate had that version at or after the request")
                    .anyMatch(versions -> versions.getOrDefault(aggregate, AggregateVersion.INITIAL)
                            .equals(version));
        }

        void hasOtherEventsUnder(CommitIdTaken taken, CommitRequest request) {
            assertThat(log)
                    .filteredOn(commit -> commit.id().equals(taken.id()))
                    .singleElement()
                    .matches(commit -> !Repetition.isOf(commit, request));
        }
    }

    /** Follows with a demand that comes in small steps. */
    private static final class Following extends BaseSubscriber<Commit> {
        private final SequenceNumber from;
        private final int step;
        private final List<Commit> received = new ArrayList<>();

        Following(SequenceNumber from, int step) {
            this.from = from;
            this.step = step;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(step + 1);
        }

        @Override
        protected void hookOnNext(Commit commit) {
            received.add(commit);
            request(1);
        }

        boolean hasAllOf(List<Commit> log) {
            return received.size() >= wantedOf(log).size();
        }

        void check(List<Commit> log) {
            assertThat(received).as("each once and in order").isEqualTo(wantedOf(log));
        }

        private List<Commit> wantedOf(List<Commit> log) {
            return log.stream().filter(commit -> from.isBefore(commit.next())).toList();
        }
    }
}
