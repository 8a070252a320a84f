package io.pushmi.runtime.log;

import static io.pushmi.runtime.log.LogFixture.LOG;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How followers that want certain keys get at them, in a log that is there already. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WantedCommitsSpec {
    private static final Key ORDERS = new Key.OfEventType(new EventTypeId("OrderPlaced"));
    private static final int COMMITS = 4_000;

    private final LogFixture fixture = new LogFixture();
    private final CountedReads reads = new CountedReads(fixture.store());

    @AfterEach
    void close() {
        fixture.close();
    }

    /** A log in which the commits at these positions have what is wanted; what a follower of it received. */
    private List<Commit> followed(IntPredicate isWanted) {
        EventLogs logs = fixture.runtime(reads);
        List<CompletableFuture<CommitOutcome>> all = IntStream.range(0, COMMITS)
                .mapToObj(i -> LogFixture.commit(
                        logs, request(event().type(isWanted.test(i) ? "OrderPlaced" : "SomethingElse"))))
                .toList();
        all.forEach(LogFixture::outcome);
        List<Commit> expected = fixture.stored().stream()
                .filter(commit -> isWanted.test((int) commit.first().value()))
                .toList();
        List<Commit> received = Collections.synchronizedList(new ArrayList<>());
        var follows = logs.log(LOG).follow(SequenceNumber.FIRST, Set.of(ORDERS)).subscribe(received::add);
        await().until(() -> logs.log(LOG).waitingFollowers() == 1);
        follows.dispose();
        assertThat(received).isEqualTo(expected);
        return received;
    }

    @Nested
    class when_what_is_wanted_is_rare {
        @Test
        void it_is_looked_up_and_the_rest_is_never_read() {
            assertThat(followed(i -> i % 1000 == 7)).hasSize(4);
            assertThat(reads.byKey).hasPositiveValue();
            assertThat(reads.ofAll).hasValue(0);
        }
    }

    @Nested
    class when_nearly_everything_is_wanted {
        @Test
        void the_log_is_gone_through_once_the_first_page_shows_it() {
            assertThat(followed(i -> i % 3 != 0)).hasSize(2_666);
            assertThat(reads.byKey).hasValue(1);
            assertThat(reads.ofAll).hasPositiveValue();
        }
    }

    @Nested
    class when_a_log_is_dense_in_one_part_and_not_in_another {
        @Test
        void each_part_is_read_as_suits_it_and_nothing_is_left_out_or_repeated() {
            assertThat(followed(i -> i < 1_000 || i >= 3_000 || i == 2_000)).hasSize(2_001);
            assertThat(reads.commitsOfAll).hasValueLessThan(3_000);
        }

        @Test
        void a_change_at_every_few_commits_leaves_nothing_out_either() {
            assertThat(followed(i -> i / 37 % 2 == 0 || i % 11 == 3)).isNotEmpty();
        }
    }

    @Nested
    class when_pages_are_given_out {
        @Test
        void the_first_are_large_and_all_together_stay_within_the_budget_but_for_the_smallest() {
            PageBudget budget = new PageBudget(64 << 20);
            assertThat(budget.take()).isEqualTo(PageBudget.LARGEST_PAGE);
            long smallest = 0;
            for (int i = 0; i < 5_000; i++) {
                smallest += budget.take() == PageBudget.SMALLEST_PAGE ? PageBudget.SMALLEST_PAGE : 0;
            }
            assertThat(smallest).isPositive();
            assertThat(budget.taken() - smallest).isLessThanOrEqualTo(64 << 20);
        }

        @Test
        void what_is_given_back_can_be_had_again() {
            PageBudget budget = new PageBudget(64 << 20);
            List<Long> pages =
                    IntStream.range(0, 1_000).mapToObj(i -> budget.take()).toList();
            pages.forEach(budget::giveBack);
            assertThat(budget.taken()).isZero();
            assertThat(budget.take()).isEqualTo(PageBudget.LARGEST_PAGE);
        }
    }

    private static final class CountedReads extends ForwardingLogs {
        private final AtomicInteger byKey = new AtomicInteger();
        private final AtomicInteger ofAll = new AtomicInteger();
        private final AtomicInteger commitsOfAll = new AtomicInteger();

        CountedReads(EventLogStorage logs) {
            super(logs);
        }

        @Override
        public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
            ofAll.incrementAndGet();
            return super.read(log, from, limit).thenApply(page -> {
                commitsOfAll.addAndGet(page.commits().size());
                return page;
            });
        }

        @Override
        public CompletionStage<CommitPage> readByKeys(LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
            byKey.incrementAndGet();
            return super.readByKeys(log, keys, from, limit);
        }
    }
}
