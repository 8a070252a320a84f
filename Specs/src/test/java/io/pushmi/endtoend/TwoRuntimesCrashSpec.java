package io.pushmi.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.pushmi.endtoend.OneAtATimeChecker.Halt;
import io.pushmi.endtoend.TimedCall.Kind;
import io.pushmi.runtime.storage.Commit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two Runtimes share a database in MongoDB while clients commit to both. Again and again one of them is killed and
 * started again, or halted for a while without noticing, shorter or longer than the other waits before it takes over.
 * What the clients were told is compared with the log, and so is what handlers with a client at both were given.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TwoRuntimesCrashSpec {
    /** Another run of the same specifications, on another JDK, may do with fewer. */
    private static final int ROUNDS = Math.min(8, Integer.getInteger("pushmi.specs.crashRounds", 8));

    private static final long SEED = Long.getLong("pushmi.specs.seed", 20_261_121);
    private static final int CLIENTS = 6;
    private static final int STEPS_AT_A_TIME = 5;
    private static final int MILLIS_BETWEEN = 400;
    private static final int MOST_STEPS_BEFORE = 100;
    private static final int WINDOW = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(CLIENTS + 1);
    private final AtomicInteger steps = new AtomicInteger();
    private final List<Halt> halts = new ArrayList<>();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Nested
    class when_either_Runtime_is_killed_or_halted_again_and_again {
        @Test
        void there_is_one_log_as_if_there_were_one_Runtime_and_processors_run_on_one_at_a_time() throws Exception {
            Map<String, String> settings = Map.of("DOLITTLE__RUNTIME__PROCESSING__WINDOW", Integer.toString(WINDOW));
            try (PairOfRuntimes runtimes = new PairOfRuntimes(folder, settings);
                    HandlersOfTwo handlers = new HandlersOfTwo(runtimes.channels(), WINDOW)) {
                for (int i = 0; i < PairOfRuntimes.COUNT; i++) {
                    runtimes.start(i);
                }
                List<SharedLogClient> clients = clients(runtimes);
                List<Working> working = clients.stream().map(Working::new).toList();
                for (int round = 1; round <= ROUNDS; round++) {
                    awaitSteps(1 + random.nextInt(MOST_STEPS_BEFORE));
                    disturb(runtimes, round);
                }
                working.forEach(Working::finish);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(working.stream().flatMap(Working::waiting))
                                .as("seed %d, %s, %s", SEED, runtimes.errors(0), runtimes.errors(1))
                                .isEmpty());
                for (Working client : working) {
                    client.stop();
                }
                check(runtimes, clients);
                check(runtimes, handlers);
            }
        }
    }

    private List<SharedLogClient> clients(PairOfRuntimes runtimes) {
        return IntStream.range(0, CLIENTS)
                .mapToObj(
                        i -> new SharedLogClient("client" + i, runtimes.channels(), i % PairOfRuntimes.COUNT, SEED + i))
                .toList();
    }

    /** A client that tries a few things at a time, which keeps the log short. */
    private final class Working {
        private final SharedLogClient client;
        private final Future<?> work;
        private boolean isFinishing;

        private Working(SharedLogClient client) {
            this.client = client;
            this.work = threads.scheduleWithFixedDelay(this::some, 0, MILLIS_BETWEEN, TimeUnit.MILLISECONDS);
        }

        private synchronized void some() {
            for (int i = 0; i < STEPS_AT_A_TIME && (!isFinishing || client.waitsFor() != null); i++) {
                client.step();
                steps.incrementAndGet();
            }
        }

        /** Begins nothing new any more. */
        private synchronized void finish() {
            isFinishing = true;
        }

        private synchronized Stream<String> waiting() {
            return Stream.ofNullable(client.waitsFor());
        }

        private void stop() {
            assertThat(work.isDone()).as("whether it has failed").isFalse();
            work.cancel(false);
        }
    }

    private void awaitSteps(int count) {
        int until = steps.get() + count;
        await().atMost(PATIENCE).until(() -> steps.get() >= until);
    }

    /** Every fourth time one is halted for longer than it takes the other to give it up. */
    private void disturb(PairOfRuntimes runtimes, int round) throws Exception {
        int which = random.nextInt(PairOfRuntimes.COUNT);
        if (round % 4 == 2) {
            halt(runtimes, which, 5_500 + random.nextInt(2_000));
        } else if (random.nextBoolean()) {
            halt(runtimes, which, 50 + random.nextInt(3_500));
        } else {
            System.out.printf("two Runtimes: %d is killed%n", which);
            runtimes.kill(which);
            runtimes.start(which);
        }
    }

    private void halt(PairOfRuntimes runtimes, int which, int millis) throws Exception {
        System.out.printf("two Runtimes: %d is halted for %d ms%n", which, millis);
        Object runtime = Objects.requireNonNull(runtimes.channels().get(which).get());
        long from = System.nanoTime();
        runtimes.halt(which);
        threads.schedule(
                        () -> {
                            runtimes.goOn(which);
                            return null;
                        },
                        millis,
                        TimeUnit.MILLISECONDS)
                .get();
        halts.add(new Halt(runtime, from, System.nanoTime()));
    }

    private void check(PairOfRuntimes runtimes, HandlersOfTwo handlers) {
        Channel channel = Objects.requireNonNull(runtimes.channels().get(0).get());
        List<LoggedEvent> log = new ReadingLogs(channel).log();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(handlers.behind(log)).as("seed %d", SEED).isEmpty());
        assertThat(handlers.violations(log, halts)).as("seed %d", SEED).isEmpty();
    }

    private static void check(PairOfRuntimes runtimes, List<SharedLogClient> clients) {
        List<TimedCall> calls = clients.stream()
                .flatMap(client -> client.calls().stream())
                .sorted(Comparator.comparingLong(TimedCall::sent))
                .toList();
        List<List<Commit>> logs = new ArrayList<>();
        for (int i = 0; i < PairOfRuntimes.COUNT; i++) {
            Channel channel = Objects.requireNonNull(runtimes.channels().get(i).get());
            logs.add(new ReadingLogs(channel).commits());
        }
        Map<Kind, Long> kinds = calls.stream().collect(Collectors.groupingBy(TimedCall::kind, Collectors.counting()));
        System.out.printf(
                "two Runtimes: seed %d, %d rounds, %d commits, calls %s%n",
                SEED, ROUNDS, logs.get(0).size(), kinds);
        assertThat(RealTimeChecker.violations(calls, logs.get(0)))
                .as("seed %d", SEED)
                .isEmpty();
        assertThat(RealTimeChecker.violations(calls, logs.get(1)))
                .as("seed %d, as the other has it", SEED)
                .isEmpty();
        assertThat(kinds.keySet()).contains(Kind.values());
        assertThat(kinds.getOrDefault(Kind.ACKNOWLEDGED, 0L)).isGreaterThan((long) ROUNDS * CLIENTS);
    }
}
