package io.pushmi.runtime.log;

import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SimulatedLogs;
import io.pushmi.runtime.storage.Simulation;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runtimes that always have something to commit to the same log, near to the store and far from it, in a time that passes
 * when the specification lets it. What is found in the first seconds, in which they learn of each other, does not count.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ContentionSpec {
    private static final LogId LOG = LogId.mainOf(TenantId.DEVELOPMENT);
    private static final int CALLERS = 8;
    private static final Duration LEARNING = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(15);
    private static final int TASKS = 1_000_000;

    private final Random random = new Random(7);
    private final Simulation simulation = new Simulation(random);
    private final SimulatedLogs common = new SimulatedLogs(simulation, random, 0);

    /** One Runtime, each of whose callers commits again as soon as it is answered. */
    private final class Busy {
        private final DistantLogs store;
        private final EventLogs logs;
        private int commits;
        private long last;
        private long longest;

        Busy(DistantLogs store) {
            this.store = store;
            LogSettings settings = LogSettings.of(Duration.ofHours(1), 64 << 20).shared(true);
            logs = new EventLogs(store, settings, simulation.clock(), simulation::nanoTime, simulation, simulation);
            IntStream.range(0, CALLERS).forEach(caller -> commit());
        }

        private void commit() {
            CompletionStage<Void> unused =
                    logs.commit(LOG, request(event()).build()).thenAccept(this::onOutcome);
        }

        private void onOutcome(CommitOutcome outcome) {
            assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
            commits++;
            longest = Math.max(longest, simulation.nanoTime() - last);
            last = simulation.nanoTime();
            commit();
        }

        void begin() {
            commits = 0;
            last = simulation.nanoTime();
            longest = 0;
            store.begin();
        }

        Shares.Share share() {
            long wait = Math.max(longest, simulation.nanoTime() - last);
            return new Shares.Share(commits, store.successful(), store.lost(), Duration.ofNanos(wait));
        }
    }

    /** What each Runtime got. */
    private record Shares(List<Share> all) {
        /** @param longest how long it had nothing committed at a stretch */
        private record Share(int commits, int successful, int lost, Duration longest) {}

        int commits() {
            return all.stream().mapToInt(Share::commits).sum();
        }

        double percentOf(Share share) {
            return 100.0 * share.commits() / commits();
        }
    }

    /** @param ways how many microseconds a message takes to the store or back, for each Runtime */
    private Shares shares(Duration durable, int... ways) {
        DistantLogs.Durability durability = new DistantLogs.Durability(durable);
        List<Busy> all = new ArrayList<>();
        for (int way : ways) {
            all.add(new Busy(new DistantLogs(common, simulation, random, Duration.ofNanos(way * 1000L), durability)));
        }
        simulation.pass(LEARNING, TASKS);
        all.forEach(Busy::begin);
        simulation.pass(MEASURED, TASKS);
        Shares shares = new Shares(all.stream().map(Busy::share).toList());
        System.out.printf("durable after %d ms: %s%n", durable.toMillis(), shares);
        return shares;
    }

    @ParameterizedTest
    @CsvSource({"2, 500, 500", "5, 500, 500", "2, 500, 1500", "5, 500, 1500", "5, 300, 1000", "2, 500, 5000"})
    void each_of_two_gets_three_commits_of_ten_at_least(int durableMilliseconds, int way, int otherWay) {
        Shares shares = shares(Duration.ofMillis(durableMilliseconds), way, otherWay);
        assertThat(shares.all()).allSatisfy(share -> {
            assertThat(shares.percentOf(share)).isGreaterThan(30);
            assertThat(share.longest()).isLessThan(Duration.ofSeconds(2));
        });
        Duration append = Duration.ofNanos(durableMilliseconds * 1_000_000L + 2L * way * 1000L);
        assertThat(shares.commits())
                .as("a quarter of what the faster one could alone")
                .isGreaterThan((int) (MEASURED.dividedBy(append) * CALLERS / 4));
    }

    @ParameterizedTest
    @CsvSource({"2, 500, 500, 500, 20", "5, 500, 500, 500, 20", "2, 300, 1000, 4000, 1", "5, 300, 1000, 4000, 1"})
    void of_three_none_starves(int durableMilliseconds, int way, int secondWay, int thirdWay, double percent) {
        Shares shares = shares(Duration.ofMillis(durableMilliseconds), way, secondWay, thirdWay);
        assertThat(shares.all()).allSatisfy(share -> {
            assertThat(shares.percentOf(share)).isGreaterThan(percent);
            assertThat(share.longest()).isLessThan(Duration.ofSeconds(3));
        });
    }

    @Test
    void two_commit_nearly_as_much_as_one_alone_and_lose_hardly_more_appends_than_they_make() {
        int alone = new ContentionSpec().shares(Duration.ofMillis(2), 500).commits();
        Shares together = shares(Duration.ofMillis(2), 500, 500);
        assertThat(together.commits()).isGreaterThan(alone * 7 / 10);
        assertThat(together.all()).allMatch(share -> share.lost() < share.successful() * 3 / 2);
    }

    @Test
    void who_is_alone_loses_little_by_leaving_gaps_for_others() {
        Duration append = Duration.ofMillis(3);
        int without = (int) (MEASURED.dividedBy(append) * CALLERS);
        assertThat(shares(Duration.ofMillis(2), 500).commits()).isGreaterThan(without * 9 / 10);
    }
}
