package io.pushmi.runtime.processing;

import static io.pushmi.runtime.processing.ProcessingFixture.HANDLER;
import static io.pushmi.runtime.processing.ProcessingFixture.LOG;
import static io.pushmi.runtime.processing.ProcessingFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.SimulatedStates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One processor in an order of things drawn from a seed: events of several partitions, answers that come in any order, at
 * once, late or never, failures, a target that has no room, a store that is away and loses answers, crashes, and clean
 * stops. Whatever the order, what the client saw keeps what is promised to it.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SchedulesSpec {
    private static final int RUNS_PER_SEED = 600;
    private static final int RUNS_PER_FLAW = 1000;
    private static final int TASKS_AT_MOST = 200_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatever_the_order_the_promises_are_kept(long seed) {
        for (int i = 0; i < RUNS_PER_SEED; i++) {
            long run = seed * 1_000_003 + i;
            try {
                new Run(run, Flaw.NONE).play();
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("run " + run + ": " + failure.getMessage(), failure);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_processor_that_breaks_one_is_found_out(Flaw flaw) {
        for (int i = 0; i < RUNS_PER_FLAW; i++) {
            try {
                new Run(i, flaw).play();
            } catch (BrokenPromise found) {
                return;
            }
        }
        throw new AssertionError(flaw + " was not found out in " + RUNS_PER_FLAW + " runs");
    }

    /** The client saw something that it never should. */
    private static final class BrokenPromise extends AssertionError {
        BrokenPromise(String what) {
            super(what);
        }
    }

    private static final class Run {
        private final Random random;
        private final Flaw flaw;
        private final ProcessingFixture fixture;
        private final int trouble;
        private final int window;
        private final boolean partitioned;
        private final Client client = new Client();
        private @Nullable Registration registration;
        private int life;

        Run(long seed, Flaw flaw) {
            random = new Random(seed);
            this.flaw = flaw;
            trouble = random.nextInt(3) * 10;
            window = 1 + random.nextInt(30);
            partitioned = random.nextInt(4) > 0;
            fixture = new ProcessingFixture(random, trouble)
                    .settings(window, 1 + random.nextInt(8))
                    .through(flaw::states, flaw::logs);
        }

        void play() {
            int steps = 5 + random.nextInt(25);
            for (int i = 0; i < steps; i++) {
                step();
                fixture.simulation.run(random.nextInt(60));
                tellWhatIsBroken();
            }
            finish();
            tellWhatIsBroken();
        }

        private void tellWhatIsBroken() {
            if (client.broken != null) {
                throw client.broken;
            }
        }

        private void step() {
            int choice = random.nextInt(12);
            if (choice < 6) {
                commit(1 + random.nextInt(12));
            } else if (choice == 6) {
                crash();
            } else if (choice == 7) {
                stop();
            }
            begin();
        }

        private void commit(int count) {
            for (int i = 0; i < count; i++) {
                boolean isOther = random.nextInt(4) == 0;
                String source = "s" + (random.nextInt(3) == 0 ? random.nextInt(6) : 0);
                CompletionStage<CommitOutcome> unused = fixture.runtimeLogs()
                        .commit(
                                LOG,
                                RequestBuilder.request(EventBuilder.event(
                                                isOther ? ProcessingFixture.OTHER : ProcessingFixture.WANTED, source))
                                        .build());
            }
        }

        private void begin() {
            if (registration != null) {
                return;
            }
            int concurrency = 1 + random.nextInt(4);
            ProcessorDefinition definition =
                    partitioned ? ProcessingFixture.partitioned(concurrency) : ProcessingFixture.sequential();
            int begun = life;
            CompletionStage<RegistrationResult> unused = fixture.processors()
                    .register(definition, tenant -> client.of(begun))
                    .whenComplete((result, failure) -> {
                        if (result instanceof RegistrationResult.Registered registered && begun == life) {
                            registration = registered.registration();
                        }
                    });
        }

        private void crash() {
            life++;
            registration = null;
            fixture.crash();
            client.crashed();
        }

        /** In good order: the store is there, and time does not run away. */
        private void stop() {
            Registration stopping = registration;
            if (stopping == null) {
                return;
            }
            fixture.states.trouble(0);
            Duration grace = Duration.ofSeconds(random.nextInt(3));
            client.lateFrom = fixture.time().plus(grace);
            CompletableFuture<Void> stopped = stopping.stop(grace).toCompletableFuture();
            fixture.pass(Duration.ofSeconds(8));
            assertThat(stopped).as("it stops").isDone();
            registration = null;
            life++;
            client.stopped();
            fixture.states.trouble(trouble);
        }

        private void finish() {
            SimulatedStates states = fixture.states;
            states.trouble(0);
            client.isReliable = true;
            for (int i = 0; i < 200 && !client.handled.containsAll(client.wanted()); i++) {
                begin();
                fixture.simulation.runToTheEnd(TASKS_AT_MOST);
                retryAll();
            }
            fixture.simulation.runToTheEnd(TASKS_AT_MOST);
            tellWhatIsBroken();
            if (!client.handled.containsAll(client.wanted())) {
                List<Long> missing = new ArrayList<>(client.wanted());
                missing.removeAll(client.handled);
                throw new BrokenPromise("events " + missing + " were never handled");
            }
        }

        private void retryAll() {
            CompletionStage<Void> unused = fixture.processors()
                    .status(HANDLER, Optional.empty())
                    .thenAccept(statuses -> statuses.ifPresent(all -> all.get(0).troubled().stream()
                            .filter(status -> status.nextTry() == null)
                            .forEach(status -> {
                                CompletionStage<OperationResult> unusedToo =
                                        fixture.processors().retryNow(HANDLER, TENANT, status.partition());
                            })));
            fixture.simulation.runToTheEnd(TASKS_AT_MOST);
        }

        /** The client and what it remembers, which is durable when it has settled. */
        private final class Client {
            private final Set<Long> handled = new HashSet<>();
            private final Set<Long> sinceCrash = new HashSet<>();
            private final Set<Long> repeated = new HashSet<>();
            private final Set<Long> unsettled = new HashSet<>();
            private final Map<String, Long> inHand = new HashMap<>();
            private final Set<Long> mayRepeat = new HashSet<>();
            private @Nullable Instant lateFrom;
            private @Nullable BrokenPromise broken;
            private boolean hasCrashed;
            private boolean isReliable;

            /** The wanted events of the log, in order. */
            List<Long> wanted() {
                return fixture.store.now(LOG).stream()
                        .filter(ProcessingFixture::isWanted)
                        .map(commit -> commit.first().value())
                        .toList();
            }

            EventTarget of(int own) {
                return new EventTarget() {
                    @Override
                    public boolean offer(Delivery delivery, Consumer<Outcome> answer, Runnable whenRoom) {
                        return offered(own, delivery, answer, whenRoom);
                    }

                    @Override
                    public CompletionStage<Void> settle() {
                        Set<Long> settling = new HashSet<>(unsettled);
                        CompletableFuture<Void> settled = fixture.simulation
                                .later(() -> own == life && unsettled.removeAll(settling))
                                .thenAccept(done -> {});
                        return flaw == Flaw.SAVES_BEFORE_THE_TARGET_HAS_SETTLED
                                ? CompletableFuture.completedFuture(null)
                                : settled;
                    }
                };
            }

            void crashed() {
                handled.removeAll(unsettled);
                unsettled.clear();
                sinceCrash.clear();
                repeated.clear();
                inHand.clear();
                hasCrashed = true;
            }

            void stopped() {
                lateFrom = null;
                inHand.clear();
            }

            private boolean offered(int own, Delivery delivery, Consumer<Outcome> answer, Runnable whenRoom) {
                if (!isReliable && random.nextInt(10) == 0) {
                    fixture.simulation.execute(whenRoom);
                    return false;
                }
                check(own, delivery);
                long position = delivery.event().sequenceNumber().value();
                String lane = partitioned ? delivery.partition().value() : "";
                inHand.put(lane, position);
                Runnable answering = () -> {
                    if (own == life) {
                        answer(position, lane, answer);
                    }
                };
                int when = random.nextInt(10);
                if (when < 3) {
                    answering.run();
                } else if (when == 3 && !isReliable) {
                    ScheduledFuture<?> unused =
                            fixture.simulation.schedule(answering, 1 + random.nextInt(5000), TimeUnit.MILLISECONDS);
                } else {
                    fixture.simulation.execute(answering);
                }
                return true;
            }

            private void answer(long position, String lane, Consumer<Outcome> answer) {
                inHand.remove(lane, position);
                if (random.nextInt(isReliable ? 50 : 6) == 0) {
                    if (handled.contains(position)) {
                        mayRepeat.add(position);
                    }
                    int retry = random.nextInt(4);
                    answer.accept(new Outcome.Failed(
                            "drawn",
                            retry == 0
                                    ? Retry.NEVER
                                    : retry == 1
                                            ? Retry.UNSPECIFIED
                                            : new Retry.After(Duration.ofMillis(random.nextInt(3000)))));
                    return;
                }
                if (handled.add(position)) {
                    unsettled.add(position);
                }
                if (lateFrom != null && !fixture.time().isBefore(lateFrom)) {
                    mayRepeat.add(position);
                } else {
                    sinceCrash.add(position);
                }
                answer.accept(Outcome.SUCCEEDED);
                if (flaw == Flaw.DELIVERS_WHAT_IS_NOT_ANSWERED_AGAIN && random.nextInt(20) == 0) {
                    sinceCrash.remove(position);
                    handled.remove(position);
                }
            }

            private void check(int own, Delivery delivery) {
                long position = delivery.event().sequenceNumber().value();
                List<Long> wanted = wanted();
                promise(own == life, "nothing is delivered by a processor that has ended");
                promise(wanted.contains(position), "event " + position + " is wanted");
                promise(
                        delivery.streamPosition() == wanted.indexOf(position),
                        "event " + position + " has stream position " + wanted.indexOf(position) + ", not "
                                + delivery.streamPosition());
                String lane = partitioned ? delivery.partition().value() : "";
                promise(!inHand.containsKey(lane), "event " + position + " came while " + inHand + " were in hand");
                for (Commit commit : fixture.store.now(LOG)) {
                    long earlier = commit.first().value();
                    if (earlier < position
                            && ProcessingFixture.isWanted(commit)
                            && (!partitioned
                                    || ProcessingFixture.sourceOf(commit).equals(lane))) {
                        promise(
                                handled.contains(earlier),
                                "event " + position + " came before " + earlier + " was handled");
                    }
                }
                promise(
                        !sinceCrash.contains(position),
                        "event " + position + " was handled, and came again without a crash");
                if (handled.contains(position) && !mayRepeat.remove(position)) {
                    repeated.add(position);
                    promise(hasCrashed, "event " + position + " was repeated though nothing ever crashed");
                    promise(
                            repeated.size() <= window,
                            repeated.size() + " events were repeated after a crash, with a window of " + window);
                }
            }

            /** Remembered, since whatever is thrown here would only end the processor. */
            private void promise(boolean kept, String what) {
                if (!kept && broken == null) {
                    broken = new BrokenPromise(what);
                }
            }
        }
    }
}
