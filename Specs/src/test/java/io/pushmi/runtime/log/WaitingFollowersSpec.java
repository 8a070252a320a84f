package io.pushmi.runtime.log;

import static io.pushmi.runtime.log.LogFixture.LOG;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.MemoryEngine;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** What 10,000 followers cost while they wait: memory that can be told, and nothing else. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WaitingFollowersSpec {
    private static final int FOLLOWERS = 10_000;
    private static final int SOURCES = 100;
    private static final int MORE_LOGS = 8;
    private static final int IN_EACH_OF_THEM = 250;
    private static final long MEBIBYTE = 1024 * 1024;
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final MemoryEngine engine = MemoryEngine.open(new MemoryDisk());
    private final AskedLogs store = new AskedLogs(engine.logs());
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final CountedTime time = new CountedTime();
    private final EventLogs logs = new EventLogs(
            store, LogSettings.of(Duration.ofSeconds(20), 64 << 20), Clock.systemUTC(), this::execute, time);

    @AfterEach
    void close() {
        threads.shutdownNow();
        time.shutdownNow();
        engine.close();
    }

    private void execute(Runnable task) {
        begun.incrementAndGet();
        threads.execute(() -> {
            task.run();
            ended.incrementAndGet();
        });
    }

    private static LogId log(int number) {
        return new LogId(TenantId.DEVELOPMENT, new LogName("log-" + number));
    }

    private static Key source(int number) {
        return new Key.OfEventSource(new EventSourceId("source-" + number));
    }

    private Counts follow(LogId log, int source) {
        Counts follower = new Counts();
        logs.log(log).follow(SequenceNumber.FIRST, Set.of(source(source))).subscribe(follower);
        return follower;
    }

    /** All of them, once they wait and nobody does anything any more; the one with index i waits for source i % 100. */
    private List<Counts> waiting() {
        List<Counts> followers = new ArrayList<>();
        for (int i = 0; i < FOLLOWERS; i++) {
            followers.add(follow(LOG, i % SOURCES));
        }
        for (int number = 0; number < MORE_LOGS; number++) {
            for (int i = 0; i < IN_EACH_OF_THEM; i++) {
                followers.add(follow(log(number), i % SOURCES));
            }
        }
        awaitAllWaiting();
        return followers;
    }

    private void awaitAllWaiting() {
        await().until(() -> logs.log(LOG).waitingFollowers() == FOLLOWERS);
        await().until(() -> IntStream.range(0, MORE_LOGS)
                .allMatch(number -> logs.log(log(number)).waitingFollowers() == IN_EACH_OF_THEM));
        awaitQuiet();
    }

    private void awaitQuiet() {
        await().until(() -> ended.get() == begun.get());
    }

    /** What is done while an hour passes: calls of the store, tasks, and things to be done later. */
    private List<Integer> doneWithinAnHour() {
        int calls = store.calls.get();
        int tasks = begun.get();
        int asked = time.asked();
        time.pass(AN_HOUR);
        awaitQuiet();
        return List.of(store.calls.get() - calls, begun.get() - tasks, time.asked() - asked);
    }

    /** Counts what it received, and keeps nothing of it. */
    private static final class Counts extends BaseSubscriber<Commit> {
        private final AtomicInteger received = new AtomicInteger();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(Long.MAX_VALUE);
        }

        @Override
        protected void hookOnNext(Commit commit) {
            received.incrementAndGet();
        }
    }

    /** Counts how often it is asked for anything that a follower might ask for. */
    private static final class AskedLogs extends ForwardingLogs {
        private final AtomicInteger calls = new AtomicInteger();

        AskedLogs(EventLogStorage logs) {
            super(logs);
        }

        @Override
        public CompletionStage<Head> head(LogId log) {
            calls.incrementAndGet();
            return super.head(log);
        }

        @Override
        public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
            calls.incrementAndGet();
            return super.read(log, from, limit);
        }

        @Override
        public CompletionStage<CommitPage> readByKeys(LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
            calls.incrementAndGet();
            return super.readByKeys(log, keys, from, limit);
        }

        @Override
        public CompletionStage<Optional<Commit>> lastByKey(LogId log, Key key) {
            calls.incrementAndGet();
            return super.lastByKey(log, key);
        }

        @Override
        public CompletionStage<Optional<AggregateState>> aggregate(LogId log, AggregateId aggregate) {
            calls.incrementAndGet();
            return super.aggregate(log, aggregate);
        }
    }

    @Nested
    class when_12000_wait {
        @Test
        void they_take_less_than_200_MB_and_nobody_looks_whether_there_is_something() {
            EventLog unused = logs.log(LOG);
            long before = UsedHeap.now();
            List<Counts> followers = waiting();
            long taken = UsedHeap.now() - before;
            System.out.printf(
                    "%d waiting followers take %.1f MiB, %d bytes each%n",
                    followers.size(), taken / (double) MEBIBYTE, taken / followers.size());
            assertThat(taken).isLessThan(200 * MEBIBYTE);
            assertThat(doneWithinAnHour()).containsExactly(0, 0, 0);
            assertThat(time.repetitions())
                    .as("what looks after commits that wait too long is done for all logs at once")
                    .isEqualTo((int) (AN_HOUR.toMillis() / 100));
        }

        @Test
        void a_commit_reaches_those_whose_key_it_has_in_its_log_and_the_store_is_not_asked_for_it() {
            List<Counts> followers = waiting();
            int calls = store.calls.get();
            CompletionStage<CommitOutcome> outcome = logs.commit(
                    LOG,
                    request(event("T", "source-7"), event("T", "source-42")).build());
            assertThat(LogFixture.outcome(outcome.toCompletableFuture())).isInstanceOf(CommitOutcome.Committed.class);
            awaitAllWaiting();
            for (int i = 0; i < followers.size(); i++) {
                boolean concerned = i < FOLLOWERS && (i % SOURCES == 7 || i % SOURCES == 42);
                assertThat(followers.get(i).received).as("follower %d", i).hasValue(concerned ? 1 : 0);
            }
            assertThat(store.calls).hasValue(calls);
        }
    }

    /** The figures above mean something only if they would show it. */
    @Nested
    class when_a_follower_polls {
        @Test
        void it_is_noticed() {
            Counts waits = follow(LOG, 1);
            await().until(() -> logs.log(LOG).waitingFollowers() == 1);
            awaitQuiet();
            pollEverySecond();
            assertThat(doneWithinAnHour()).allMatch(count -> count >= AN_HOUR.toSeconds());
            assertThat(waits.received).hasValue(0);
        }

        private void pollEverySecond() {
            CompletionStage<CommitPage> unused =
                    store.readByKeys(LOG, Set.of(source(2)), SequenceNumber.FIRST, new PageLimit(1, 1));
            execute(() -> {});
            ScheduledFuture<?> unusedToo = time.schedule(this::pollEverySecond, 1, TimeUnit.SECONDS);
        }
    }
}
