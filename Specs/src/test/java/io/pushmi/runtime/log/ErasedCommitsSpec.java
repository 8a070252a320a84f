package io.pushmi.runtime.log;

import static io.pushmi.runtime.log.LogFixture.LOG;
import static io.pushmi.runtime.log.LogFixture.committed;
import static io.pushmi.runtime.log.LogFixture.committing;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ErasedCommitsSpec {
    private static final Content REMAINS = new Content.Redacted(Bytes.utf8("{}"), ContentType.JSON);

    private final LogFixture fixture = new LogFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static RequestBuilder record() {
        return request(event().type(ErasureRecord.TYPE)).system();
    }

    private void erase(long position, Content remaining) {
        fixture.store()
                .erase(LOG, Map.of(new SequenceNumber(position), remaining))
                .toCompletableFuture()
                .join();
    }

    private static Slow follow(EventLogs logs) {
        Slow follower = new Slow();
        logs.log(LOG).follow(SequenceNumber.FIRST, Set.of()).subscribe(follower);
        return follower;
    }

    /** Takes what it asks for, and asks for what it is told to. */
    private static final class Slow extends BaseSubscriber<Commit> {
        private final List<Commit> received = Collections.synchronizedList(new ArrayList<>());

        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        @Override
        protected void hookOnNext(Commit commit) {
            received.add(commit);
        }

        List<Commit> take(int count) {
            int before = received.size();
            request(count);
            await().until(() -> received.size() == before + count);
            return List.copyOf(received.subList(before, before + count));
        }
    }

    @Nested
    class when_a_commit_says_that_something_was_erased {
        @Test
        void the_recent_commits_before_it_are_not_kept_any_more() {
            Tail tail = new Tail(SequenceNumber.FIRST, 1 << 20);
            Commits commits = Commits.fromTheStart();
            tail.join();
            tail.publish(commits.next());
            tail.publish(commits.next());
            Commit record = commits.next(record());
            Commit after = commits.next();

            tail.publish(record);
            tail.publish(after);

            assertThat(tail.from(SequenceNumber.FIRST, 10)).isEmpty();
            assertThat(tail.from(record.first(), 10)).containsExactly(record, after);
            assertThat(tail.erasures()).isEqualTo(1);
        }

        @Test
        void another_commit_of_the_log_for_itself_changes_nothing_nor_does_a_clients_of_the_same_type() {
            Tail tail = new Tail(SequenceNumber.FIRST, 1 << 20);
            Commits commits = Commits.fromTheStart();
            tail.join();
            tail.publish(commits.next());
            tail.publish(commits.next(request().system()));
            tail.publish(commits.next(request(event().type(ErasureRecord.TYPE))));

            assertThat(tail.from(SequenceNumber.FIRST, 10)).hasSize(3);
            assertThat(tail.erasures()).isZero();
        }
    }

    @Nested
    class when_a_follower_has_not_delivered_what_it_read {
        @Test
        void what_it_took_from_memory_is_read_again() {
            EventLogs logs = fixture.runtime();
            Slow follower = follow(logs);
            follower.request(1);
            await().until(() -> logs.log(LOG).waitingFollowers() == 1);
            for (int i = 0; i < 10; i++) {
                committed(logs, request());
            }
            await().until(() -> follower.received.size() == 1);
            follower.take(1);

            erase(5, Content.ERASED);
            erase(6, REMAINS);
            committed(logs, record());

            assertThat(follower.take(9)).isEqualTo(fixture.stored().subList(2, 11));
        }

        @Test
        void what_it_took_from_the_store_is_read_again() {
            EventLogs logs = fixture.runtime();
            for (int i = 0; i < 10; i++) {
                committed(logs, request());
            }
            Slow follower = follow(logs);
            follower.take(1);

            erase(5, Content.ERASED);
            committed(logs, record());

            assertThat(follower.take(10)).isEqualTo(fixture.stored().subList(1, 11));
        }

        @Test
        void what_another_runtime_erased_is_read_again_as_soon_as_this_one_sees_it() {
            EventLogs here = fixture.runtime();
            EventLogs there = fixture.runtime();
            for (int i = 0; i < 10; i++) {
                committed(here, request());
            }
            Slow follower = follow(here);
            follower.take(1);

            erase(5, Content.ERASED);
            committed(there, record());
            committed(here, request());

            assertThat(follower.take(11)).isEqualTo(fixture.stored().subList(1, 12));
        }

        @Test
        void a_page_that_was_still_being_read_is_read_again() {
            CompletableFuture<CommitPage> slow = new CompletableFuture<>();
            CompletableFuture<CommitPage> seen = new CompletableFuture<>();
            EventLogs logs = fixture.runtime(new HeldPage(fixture.store(), seen, slow));
            for (int i = 0; i < 3; i++) {
                committed(logs, request());
            }
            Slow follower = follow(logs);
            follower.request(4);
            CommitPage before = seen.join();
            assertThat(before.commits()).hasSize(3);

            erase(1, Content.ERASED);
            committed(logs, record());
            slow.complete(before);

            await().until(() -> follower.received.size() == 4);
            assertThat(follower.received).isEqualTo(fixture.stored());
        }
    }

    /** Holds the first page that is read from the start back, after it was read. */
    private static final class HeldPage extends ForwardingLogs {
        private final CompletableFuture<CommitPage> seen;
        private final CompletableFuture<CommitPage> held;

        HeldPage(EventLogStorage logs, CompletableFuture<CommitPage> seen, CompletableFuture<CommitPage> held) {
            super(logs);
            this.seen = seen;
            this.held = held;
        }

        @Override
        public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
            CompletionStage<CommitPage> page = super.read(log, from, limit);
            return page.thenCompose(read -> from.equals(SequenceNumber.FIRST) && seen.complete(read)
                    ? held
                    : CompletableFuture.completedFuture(read));
        }
    }

    @Nested
    class when_a_commit_of_which_something_was_erased_is_repeated {
        private final EventLogs logs = fixture.runtime();
        private final RequestBuilder original = request(
                        event().json("{\"name\":\"Ada\",\"age\":36}").metadata(Bytes.utf8("m")), event())
                .id("mine");
        private final Commit first = committed(logs, original);

        @Test
        void it_is_recognised_and_answered_as_it_is_now() {
            erase(0, REMAINS);
            assertThat(committed(logs, original)).isEqualTo(fixture.stored().get(0));
            erase(1, Content.ERASED);
            assertThat(committed(logs, original)).isEqualTo(fixture.stored().get(0));
            assertThat(fixture.stored()).hasSize(1);
        }

        @Test
        void another_commit_under_its_id_is_still_refused() {
            erase(0, REMAINS);
            assertThat(committing(
                            logs,
                            request(event().json("{}").metadata(Bytes.utf8("other")), event())
                                    .id("mine")))
                    .isInstanceOf(CommitOutcome.CommitIdTaken.class);
            assertThat(committing(
                            logs,
                            request(event().metadata(Bytes.utf8("m")).source("other"), event())
                                    .id("mine")))
                    .isInstanceOf(CommitOutcome.CommitIdTaken.class);
            assertThat(fixture.stored().get(0).id()).isEqualTo(first.id());
        }
    }
}
