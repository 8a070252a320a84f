package io.pushmi.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.pushmi.runtime.server.RuntimeProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Runtime is killed again and again at a random moment while clients commit and handlers, filters and a projection
 * work, and started again on what is left; then it is stopped in good order, under load and without.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProcessingCrashSpec {
    /** Another run of the same specifications, on another JDK, may do with fewer. */
    private static final int ROUNDS = Integer.getInteger("pushmi.specs.crashRounds", 16);

    private static final long SEED = Long.getLong("pushmi.specs.seed", 20_261_121);
    private static final int CLIENTS = 4;
    private static final int SOURCES = 20;
    private static final int MOST_ANSWERS_A_ROUND = 2_000;
    private static final int WINDOW = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final ConnectedProcessors processors = new ConnectedProcessors(WINDOW, this::answered);
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final List<CommittingClient> clients = IntStream.range(0, CLIENTS)
            .mapToObj(i -> new CommittingClient("client" + i, SEED + i, ConnectedProcessors.TYPES, sources()))
            .toList();

    private volatile CountDownLatch answers = new CountDownLatch(0);

    /** Any text is the id of a partition. */
    private static List<String> sources() {
        return Stream.concat(
                        Stream.of(ConnectedProcessors.SLOW, "", "Küche/7 🥟", "p"),
                        IntStream.range(4, SOURCES).mapToObj(i -> "loaf " + i))
                .toList();
    }

    private void answered() {
        answers.countDown();
    }

    @AfterEach
    void close() {
        processors.close();
        threads.shutdownNow();
    }

    @Nested
    class when_a_Runtime_with_processors_is_killed_under_load_again_and_again {
        @Test
        void every_event_is_handled_in_order_and_few_again_and_what_is_made_of_them_is_right() throws Exception {
            for (int round = 1; round <= ROUNDS; round++) {
                crash(random.nextInt(MOST_ANSWERS_A_ROUND));
            }
            stopUnderLoad();
            List<LoggedEvent> log = finish();
            List<LoggedEvent> longer = finish();
            assertThat(longer).startsWith(log.toArray(LoggedEvent[]::new));
            System.out.printf(
                    "processing crashes: seed %d, %d rounds, %d events, most events again after one: %s%n",
                    SEED, ROUNDS, longer.size(), processors.mostRepeated(longer));
            assertThat(log).hasSizeGreaterThan(ROUNDS * CLIENTS);
        }
    }

    /** Kills the Runtime right after so many commits and events have been answered. */
    private void crash(int after) throws Exception {
        try (RuntimeProcess runtime = start()) {
            ManagedChannel channel = runtime.connect("private");
            List<Future<?>> committing = commit(runtime);
            processors.connect(channel);
            awaitAnswers(after);
            runtime.kill();
            processors.disconnect();
            channel.shutdownNow();
            join(committing);
        }
    }

    /** Stops the Runtime in good order while there is much to do. */
    private void stopUnderLoad() throws Exception {
        try (RuntimeProcess runtime = start()) {
            ManagedChannel channel = runtime.connect("private");
            List<Future<?>> committing = commit(runtime);
            processors.connect(channel);
            awaitAnswers(MOST_ANSWERS_A_ROUND);
            runtime.askToStop();
            assertThat(runtime.awaitExit())
                    .as(String.join("\n", runtime.errors()))
                    .isZero();
            processors.disconnectedInGoodOrder();
            channel.shutdownNow();
            join(committing);
        }
    }

    /**
     * Adds an event to the end of everything, lets the processors handle what there is, compares that with the log, and
     * stops the Runtime in good order.
     */
    private List<LoggedEvent> finish() {
        try (RuntimeProcess runtime = start()) {
            ManagedChannel channel = runtime.connect("private");
            processors.connect(channel);
            clients.get(0).commitOneOfEach(channel);
            ReadingLogs reading = new ReadingLogs(channel);
            List<LoggedEvent> log = reading.log();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(processors.behind(log))
                            .as("seed %d", SEED)
                            .isEmpty());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(processors.outcomeViolations(reading, log))
                            .as("seed %d", SEED)
                            .isEmpty());
            runtime.askToStop();
            assertThat(runtime.awaitExit())
                    .as(String.join("\n", runtime.errors()))
                    .isZero();
            processors.disconnectedInGoodOrder();
            channel.shutdownNow();
            assertThat(processors.violations(log)).as("seed %d", SEED).isEmpty();
            return log;
        }
    }

    private RuntimeProcess start() {
        return RuntimeProcess.start(folder, Map.of("DOLITTLE__RUNTIME__PROCESSING__WINDOW", Integer.toString(WINDOW)));
    }

    private List<Future<?>> commit(RuntimeProcess runtime) {
        List<Future<?>> committing = new ArrayList<>();
        for (CommittingClient client : clients) {
            committing.add(threads.submit(() -> client.work(runtime.connect("private"), this::answered)));
        }
        return committing;
    }

    private void awaitAnswers(int count) throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(count);
        answers = latch;
        assertThat(latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .as("answers, with seed %d", SEED)
                .isTrue();
    }

    private static void join(List<Future<?>> committing) throws Exception {
        for (Future<?> work : committing) {
            work.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
