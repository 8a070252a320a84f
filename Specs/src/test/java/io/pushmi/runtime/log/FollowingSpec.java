package io.pushmi.runtime.log;

import static io.pushmi.runtime.log.LogFixture.LOG;
import static io.pushmi.runtime.log.LogFixture.commit;
import static io.pushmi.runtime.log.LogFixture.committed;
import static io.pushmi.runtime.log.LogFixture.outcome;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** What followers of a log see, wherever it comes from. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FollowingSpec {
    private static final Key ORDERS = new Key.OfEventType(new EventTypeId("OrderPlaced"));

    private final LogFixture fixture = new LogFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Follows follow(EventLogs logs, long from, Key... keys) {
        return follow(logs, from, Long.MAX_VALUE, keys);
    }

    private static Follows follow(EventLogs logs, long from, long demand, Key... keys) {
        Follows follows = new Follows(demand);
        logs.log(LOG).follow(new SequenceNumber(from), Set.of(keys)).subscribe(follows);
        return follows;
    }

    private static void commitSome(EventLogs logs, int count) {
        List<CompletableFuture<CommitOutcome>> all =
                IntStream.range(0, count).mapToObj(i -> commit(logs, request())).toList();
        all.forEach(LogFixture::outcome);
    }

    private static void awaitWaiting(EventLogs logs, int followers) {
        await().until(() -> logs.log(LOG).waitingFollowers() == followers);
    }

    /** Remembers what it received; asks for more only when it is told to. */
    private static final class Follows extends BaseSubscriber<Commit> {
        private final long demand;
        private final List<Commit> received = Collections.synchronizedList(new ArrayList<>());
        private volatile @Nullable Throwable failure;

        Follows(long demand) {
            this.demand = demand;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            if (demand > 0) {
                request(demand);
            }
        }

        @Override
        protected void hookOnNext(Commit commit) {
            received.add(commit);
        }

        @Override
        protected void hookOnError(Throwable problem) {
            failure = problem;
        }

        List<Commit> received() {
            return List.copyOf(received);
        }

        void awaitReceived(int count) {
            await().until(() -> received.size() >= count);
        }
    }

    @Nested
    class when_there_are_commits_already {
        @Test
        void they_come_first_and_then_each_new_one() {
            EventLogs logs = fixture.runtime();
            commitSome(logs, 700);
            Follows follows = follow(logs, 0);
            follows.awaitReceived(700);
            commitSome(logs, 300);
            follows.awaitReceived(1000);
            assertThat(follows.received()).isEqualTo(fixture.stored());
        }

        @Test
        void a_follower_may_start_inside_a_commit_at_the_end_or_beyond() {
            EventLogs logs = fixture.runtime();
            committed(logs, request().events(3));
            committed(logs, request().events(3));
            Follows inside = follow(logs, 4);
            Follows atEnd = follow(logs, 6);
            Follows beyond = follow(logs, 8);
            awaitWaiting(logs, 3);
            committed(logs, request().events(2));
            committed(logs, request());
            beyond.awaitReceived(1);
            atEnd.awaitReceived(2);
            inside.awaitReceived(3);
            assertThat(inside.received()).isEqualTo(fixture.stored().subList(1, 4));
            assertThat(atEnd.received()).isEqualTo(fixture.stored().subList(2, 4));
            assertThat(beyond.received()).isEqualTo(fixture.stored().subList(3, 4));
        }

        @Test
        void only_what_has_a_wanted_key_comes() {
            EventLogs logs = fixture.runtime();
            for (int i = 0; i < 30; i++) {
                committed(logs, request(event(i % 10 == 3 ? "OrderPlaced" : "Other", "s")));
            }
            Follows orders = follow(logs, 0, ORDERS);
            orders.awaitReceived(3);
            awaitWaiting(logs, 1);
            committed(logs, request(event("Other", "s")));
            committed(logs, request(event("Other", "s"), event("OrderPlaced", "s")));
            orders.awaitReceived(4);
            assertThat(orders.received())
                    .extracting(commit -> commit.first().value())
                    .containsExactly(3L, 13L, 23L, 31L);
        }

        @Test
        void a_commit_with_several_wanted_keys_comes_once() {
            EventLogs logs = fixture.runtime();
            Follows either = follow(logs, 0, ORDERS, new Key.OfEventSource(new EventSourceId("s")));
            awaitWaiting(logs, 1);
            committed(logs, request(event("OrderPlaced", "s")));
            committed(logs, request(event("OrderPlaced", "t")));
            committed(logs, request(event("Other", "t")));
            committed(logs, request(event("Other", "s")));
            either.awaitReceived(3);
            assertThat(either.received())
                    .extracting(commit -> commit.first().value())
                    .containsExactly(0L, 1L, 3L);
        }
    }

    @Nested
    class when_a_follower_is_slow {
        @Test
        void it_gets_what_it_asks_for_and_everything_in_the_end() {
            fixture.settings(new LogSettings(LogFixture.PATIENCE, 64 << 20, 1 << 20, 100, 10_000, 100));
            EventLogs logs = fixture.runtime();
            Follows slow = follow(logs, 0, 1);
            commitSome(logs, 500);
            slow.awaitReceived(1);
            slow.request(9);
            slow.awaitReceived(10);
            commitSome(logs, 500);
            assertThat(slow.received()).hasSize(10);
            slow.request(Long.MAX_VALUE);
            slow.awaitReceived(1000);
            assertThat(slow.received()).isEqualTo(fixture.stored());
        }

        @Test
        void one_that_never_asks_costs_no_more_than_the_recent_commits() {
            Tail tail = new Tail(SequenceNumber.FIRST, 10_000);
            tail.join();
            Commits commits = Commits.fromTheStart();
            commits.some(1000).forEach(tail::publish);
            assertThat(tail.from(new SequenceNumber(500), 10)).isEmpty();
            assertThat(tail.from(new SequenceNumber(999), 10)).hasSize(1);
            assertThat(tail.from(new SequenceNumber(980), 1000)).hasSizeLessThan(21);
        }
    }

    @Nested
    class when_a_follower_leaves {
        @Test
        void nothing_more_comes_and_nothing_of_it_stays() {
            EventLogs logs = fixture.runtime();
            Follows leaving = follow(logs, 0);
            Follows staying = follow(logs, 0, ORDERS);
            awaitWaiting(logs, 2);
            leaving.cancel();
            awaitWaiting(logs, 1);
            committed(logs, request(event("OrderPlaced", "s")));
            staying.awaitReceived(1);
            assertThat(leaving.received()).isEmpty();
        }
    }

    @Nested
    class when_many_wait_for_different_things {
        @Test
        void only_those_concerned_wake() {
            EventLogs logs = fixture.runtime();
            List<Follows> all = IntStream.range(0, 10_000)
                    .mapToObj(i -> follow(logs, 0, new Key.OfEventSource(new EventSourceId("s" + i))))
                    .toList();
            awaitWaiting(logs, 10_000);
            committed(logs, request(event("T", "s17"), event("T", "s4711")));
            all.get(17).awaitReceived(1);
            all.get(4711).awaitReceived(1);
            awaitWaiting(logs, 10_000);
            assertThat(all.stream().mapToInt(follows -> follows.received.size()).sum())
                    .isEqualTo(2);
        }
    }

    @Nested
    class when_commits_go_on_meanwhile {
        @Test
        void nothing_is_skipped_or_repeated_however_readers_and_writers_interleave() {
            fixture.settings(new LogSettings(LogFixture.PATIENCE, 64 << 20, 1 << 20, 7, 20_000, 100));
            EventLogs logs = fixture.runtime();
            Random random = new Random(42);
            List<Follows> followers = new ArrayList<>();
            List<CompletableFuture<CommitOutcome>> commits = new ArrayList<>();
            for (int i = 0; i < 4000; i++) {
                commits.add(commit(
                        logs,
                        request(event(i % 5 == 0 ? "OrderPlaced" : "Other", "s"))
                                .events(i % 3)));
                if (i % 100 == 0) {
                    followers.add(follow(logs, 0));
                    followers.add(follow(logs, 0, ORDERS));
                    outcome(commits.get(random.nextInt(commits.size())));
                }
            }
            commits.forEach(LogFixture::outcome);
            List<Commit> stored = fixture.stored();
            List<Commit> orders = stored.stream()
                    .filter(commit -> commit.events().stream().anyMatch(event -> ORDERS.isOf(commit, event)))
                    .toList();
            for (int i = 0; i < followers.size(); i++) {
                List<Commit> expected = i % 2 == 0 ? stored : orders;
                followers.get(i).awaitReceived(expected.size());
                assertThat(followers.get(i).received().equals(expected)).isTrue();
            }
        }
    }

    @Nested
    class when_the_store_is_unavailable {
        @Test
        void followers_wait_and_go_on() {
            AtomicInteger failures = new AtomicInteger(3);
            EventLogs logs = fixture.runtime(new ForwardingLogs(fixture.store()) {
                @Override
                public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
                    return failures.getAndDecrement() > 0
                            ? CompletableFuture.failedStage(new StorageUnavailable("not now", null))
                            : super.read(log, from, limit);
                }
            });
            commitSome(logs, 10);
            Follows follows = follow(logs, 0);
            follows.awaitReceived(10);
            assertThat(follows.received()).isEqualTo(fixture.stored());
        }
    }

    /** Each of these stores answers reads in a way that no store should; the log must not pass it on. */
    @Nested
    class when_the_store_answers_nonsense {
        private Follows followsOf(ForwardingLogs store) {
            EventLogs healthy = fixture.runtime();
            commitSome(healthy, 600);
            return follow(fixture.runtime(store), 0);
        }

        private void alarmIsRaised(Follows follows) {
            await().until(() -> follows.failure != null);
            assertThat(follows.failure).isInstanceOf(StorageDamaged.class).hasMessageContaining(LOG.toString());
            List<Commit> received = follows.received();
            assertThat(received).isEqualTo(fixture.stored().subList(0, received.size()));
        }

        @Test
        void a_skipped_commit_is_not_passed_over() {
            alarmIsRaised(followsOf(new ForwardingLogs(fixture.store()) {
                @Override
                public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
                    return super.read(log, from, limit).thenApply(page -> without(page, 300));
                }
            }));
        }

        @Test
        void a_skip_at_the_start_of_a_page_is_not_passed_over() {
            alarmIsRaised(followsOf(new ForwardingLogs(fixture.store()) {
                @Override
                public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
                    return super.read(log, from.value() == 256 ? from.plus(1) : from, limit);
                }
            }));
        }

        @Test
        void a_repeated_commit_is_not_passed_on() {
            alarmIsRaised(followsOf(new ForwardingLogs(fixture.store()) {
                @Override
                public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
                    return super.read(log, from.value() == 256 ? new SequenceNumber(255) : from, limit);
                }
            }));
        }

        @Test
        void an_end_before_the_end_is_not_believed() {
            alarmIsRaised(followsOf(new ForwardingLogs(fixture.store()) {
                @Override
                public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
                    return from.value() < 256
                            ? super.read(log, from, limit)
                            : CompletableFuture.completedStage(new CommitPage(List.of(), from));
                }
            }));
        }

        @Test
        void one_wrong_answer_is_asked_again() {
            AtomicInteger wrong = new AtomicInteger(1);
            Follows follows = followsOf(new ForwardingLogs(fixture.store()) {
                @Override
                public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
                    return super.read(log, from, limit)
                            .thenApply(page -> wrong.getAndDecrement() > 0 ? without(page, 100) : page);
                }
            });
            follows.awaitReceived(600);
            assertThat(follows.received()).isEqualTo(fixture.stored());
        }

        private static CommitPage without(CommitPage page, long position) {
            return new CommitPage(
                    page.commits().stream()
                            .filter(commit -> commit.first().value() != position)
                            .toList(),
                    page.next());
        }
    }

    @Nested
    class when_a_subscriber_holds_up_its_commits {
        @Test
        void others_and_the_commits_go_on() {
            EventLogs logs = fixture.runtime();
            CountDownLatch release = new CountDownLatch(1);
            AtomicInteger held = new AtomicInteger();
            BaseSubscriber<Commit> holding = new BaseSubscriber<>() {
                @Override
                protected void hookOnNext(Commit commit) {
                    held.incrementAndGet();
                    try {
                        release.await();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                }
            };
            logs.log(LOG).follow(SequenceNumber.FIRST, Set.of()).subscribe(holding);
            committed(logs, request());
            await().until(() -> held.get() == 1);
            Follows other = follow(logs, 0);
            commitSome(logs, 100);
            other.awaitReceived(101);
            release.countDown();
            await().until(() -> held.get() == 101);
        }
    }
}
