package io.pushmi.runtime.log;

import static io.pushmi.runtime.log.LogFixture.LOG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.engines.rocksdb.RocksDbEngine;
import io.pushmi.runtime.engines.rocksdb.RocksDbSettings;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.SequenceNumber;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** Followers that cannot keep up, on the embedded store, while a million events are committed. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SlowFollowersSpec {
    private static final int EVENTS_IN_A_COMMIT = 500;
    private static final int A_MILLION_EVENTS = 1_000_000 / EVENTS_IN_A_COMMIT;
    private static final int UNDER_WAY = 8;
    private static final long MEBIBYTE = 1024 * 1024;
    private static final long RECENT = 2 * MEBIBYTE;
    /** Recent commits, the caches of the log and a page for each follower take their share, whatever is committed. */
    private static final long BOUND = 16 * MEBIBYTE;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    Path folder;

    private RocksDbEngine engine;

    @BeforeEach
    void open() {
        engine = RocksDbEngine.open(RocksDbSettings.in(folder.resolve("data")));
    }

    @AfterEach
    void close() {
        executor.shutdownNow();
        timer.shutdownNow();
        engine.close();
    }

    private EventLog log(long recentBytes) {
        LogSettings settings = new LogSettings(PATIENCE, 64 * MEBIBYTE, 4 * MEBIBYTE, 1000, recentBytes, 50_000);
        return new EventLogs(engine.logs(), settings, Clock.systemUTC(), executor, timer).log(LOG);
    }

    /** Commits so many of 500 events each, whose content is their position, and says each time how many are in. */
    private static void commit(EventLog log, int commits, IntConsumer afterEach) {
        Deque<CompletableFuture<CommitOutcome>> underWay = new ArrayDeque<>();
        for (int i = 0; i < commits; i++) {
            underWay.add(log.commit(request(i).build()).toCompletableFuture());
            if (underWay.size() == UNDER_WAY) {
                assertThat(LogFixture.outcome(underWay.remove())).isInstanceOf(CommitOutcome.Committed.class);
            }
            afterEach.accept(i + 1);
        }
        underWay.forEach(
                outcome -> assertThat(LogFixture.outcome(outcome)).isInstanceOf(CommitOutcome.Committed.class));
    }

    private static RequestBuilder request(int number) {
        RequestBuilder request = RequestBuilder.request();
        for (int i = 0; i < EVENTS_IN_A_COMMIT; i++) {
            request.events(EventBuilder.event().content(contentAt((long) number * EVENTS_IN_A_COMMIT + i)));
        }
        return request;
    }

    private static Content contentAt(long position) {
        return Content.json(Bytes.utf8(Long.toString(position)));
    }

    private static Reads follow(EventLog log, Reads reads) {
        log.follow(reads.position(), Set.of()).subscribe(reads);
        return reads;
    }

    private static void awaitAll(Reads reads, int commits) {
        await().atMost(PATIENCE)
                .until(() ->
                        reads.problem() != null || reads.position().value() == (long) commits * EVENTS_IN_A_COMMIT);
        assertThat(reads.problem()).isNull();
    }

    /** Checks that each commit starts where the one before ended and has what was committed there; keeps none. */
    private static final class Reads extends BaseSubscriber<Commit> {
        private final long demand;
        private volatile SequenceNumber position;
        private volatile @Nullable String problem;

        Reads(SequenceNumber from, long demand) {
            this.position = from;
            this.demand = demand;
        }

        SequenceNumber position() {
            return position;
        }

        long commits() {
            return position.value() / EVENTS_IN_A_COMMIT;
        }

        @Nullable
        String problem() {
            return problem;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(demand);
        }

        @Override
        protected void hookOnNext(Commit commit) {
            if (!commit.first().equals(position) || commit.count() != EVENTS_IN_A_COMMIT) {
                problem = "at " + position + " came " + commit.count() + " events from " + commit.first();
            }
            for (int i = 0; i < commit.count(); i++) {
                if (!commit.events()
                        .get(i)
                        .content()
                        .equals(contentAt(commit.numberOf(i).value()))) {
                    problem = "other content at " + commit.numberOf(i);
                }
            }
            position = commit.next();
        }

        @Override
        protected void hookOnError(Throwable failure) {
            problem = failure.toString();
        }
    }

    /** What the heap has grown by since a tenth of the commits were in, which are now all in. */
    private static long growthDuring(EventLog log, int commits, IntConsumer afterEach) {
        AtomicLong before = new AtomicLong();
        commit(log, commits, number -> {
            if (number == commits / 10) {
                before.set(UsedHeap.now());
            }
            afterEach.accept(number);
        });
        long growth = UsedHeap.now() - before.get();
        System.out.printf(
                "after %d events the heap has grown by %.1f MiB%n",
                commits * EVENTS_IN_A_COMMIT, growth / (double) MEBIBYTE);
        return growth;
    }

    @Nested
    class when_a_million_events_are_committed {
        @Test
        void followers_that_are_slow_stop_or_come_back_miss_nothing_and_keep_nothing() {
            EventLog log = log(RECENT);
            Reads slow = follow(log, new Reads(SequenceNumber.FIRST, 1));
            Reads stopping = follow(log, new Reads(SequenceNumber.FIRST, 10));
            Reads leaving = follow(log, new Reads(SequenceNumber.FIRST, 10));
            Reads quick = follow(log, new Reads(SequenceNumber.FIRST, Long.MAX_VALUE));
            long growth = growthDuring(log, A_MILLION_EVENTS, number -> {
                if (number % 4 == 0) {
                    slow.request(1);
                }
                if (number == 100) {
                    await().atMost(PATIENCE).until(() -> leaving.commits() == 10);
                    leaving.cancel();
                }
            });
            assertThat(growth).isLessThan(BOUND);
            assertThat(slow.commits()).isLessThan(A_MILLION_EVENTS / 3);
            assertThat(stopping.commits()).isEqualTo(10);
            assertThat(leaving.commits()).isEqualTo(10);
            slow.request(Long.MAX_VALUE);
            stopping.request(Long.MAX_VALUE);
            Reads back = follow(log, new Reads(leaving.position(), Long.MAX_VALUE));
            List.of(slow, stopping, back, quick).forEach(reads -> awaitAll(reads, A_MILLION_EVENTS));
        }
    }

    /** What is said above means something only if it would be noticed. */
    @Nested
    class when_it_is_not_so {
        @Test
        void a_log_that_keeps_for_a_follower_what_it_has_not_read_is_noticed() {
            EventLog log = log(Long.MAX_VALUE);
            Reads stopping = follow(log, new Reads(SequenceNumber.FIRST, 10));
            assertThat(growthDuring(log, A_MILLION_EVENTS / 4, number -> {})).isGreaterThan(BOUND);
            assertThat(stopping.commits()).isEqualTo(10);
        }

        @Test
        void a_commit_that_is_missed_is_noticed() {
            EventLog log = log(RECENT);
            Reads reads = new Reads(SequenceNumber.FIRST, Long.MAX_VALUE);
            log.follow(new SequenceNumber(EVENTS_IN_A_COMMIT), Set.of()).subscribe(reads);
            commit(log, 2, number -> {});
            await().until(() -> reads.problem() != null);
        }
    }
}
