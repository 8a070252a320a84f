package io.pushmi.runtime.events;

import static io.pushmi.runtime.storage.EventBuilder.aggregate;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.log.LogSettings;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EarlierPage;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.SpecStores;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.storage.StoredSize;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReadableLogSpec {
    private static final LogId MAIN = LogId.mainOf(TenantId.DEVELOPMENT);
    private static final List<CorrelationId> CORRELATIONS = List.of(
            new CorrelationId(new UUID(7, 1)), new CorrelationId(new UUID(7, 2)), new CorrelationId(new UUID(7, 3)));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final StorageEngine engine = SpecStores.open();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final Commits commits = Commits.fromTheStart();
    private final List<Commit> all = new ArrayList<>();

    @AfterEach
    void close() {
        threads.shutdownNow();
        engine.close();
    }

    @Nested
    class when_reading_a_part {
        @ParameterizedTest
        @EnumSource
        void gives_exactly_the_wanted_events_of_it_in_the_direction(Direction direction) {
            fill(60);
            Random random = new Random(11);
            long end = commits.position().value();
            for (int i = 0; i < 400; i++) {
                EventFilter filter = anyFilter(random);
                long from = random.nextLong(end + 3);
                Long to = random.nextInt(4) == 0 ? null : from + random.nextLong(end + 3);
                assertThat(numbers(read(range(from, to, direction), filter, ReadLimit.NONE)))
                        .as("%s from %d to %s with %s", direction, from, to, filter)
                        .isEqualTo(expected(from, to, filter, direction));
            }
        }

        @ParameterizedTest
        @EnumSource
        void limited_reads_that_go_on_where_the_one_before_said_come_by_every_wanted_event_once(Direction direction) {
            fill(60);
            Random random = new Random(12);
            for (int i = 0; i < 100; i++) {
                EventFilter filter = anyFilter(random);
                ReadLimit limit = random.nextBoolean()
                        ? new ReadLimit(1 + random.nextInt(9), Long.MAX_VALUE)
                        : new ReadLimit(Long.MAX_VALUE, 1 + random.nextInt(3_000));
                assertThat(inParts(filter, limit, direction))
                        .as("%s in parts of %s with %s", direction, limit, filter)
                        .isEqualTo(expected(0, null, filter, direction));
            }
        }

        @Test
        void there_is_one_page_at_least_and_it_says_where_to_go_on() {
            fill(3);
            SequenceNumber end = commits.position();
            assertThat(read(range(end.value(), null, Direction.FORWARD), EventFilter.NONE, ReadLimit.NONE))
                    .containsExactly(new EventPage(List.of(), end));
            assertThat(read(range(2, 2L, Direction.BACKWARD), EventFilter.NONE, ReadLimit.NONE))
                    .containsExactly(new EventPage(List.of(), new SequenceNumber(2)));
            assertThat(read(range(0, null, Direction.FORWARD), EventFilter.NONE, ReadLimit.NONE))
                    .last()
                    .extracting(EventPage::next)
                    .isEqualTo(end);
        }

        @Test
        void the_first_event_comes_whatever_its_size_and_no_other_beyond_the_limit() {
            append(request(event().json("\"" + "x".repeat(5_000) + "\""), event(), event()));
            assertThat(numbers(read(range(0, null, Direction.FORWARD), EventFilter.NONE, new ReadLimit(9, 1))))
                    .containsExactly(0L);
            long two = StoredSize.of(all.get(0).events().get(1)) * 2;
            assertThat(numbers(read(range(1, null, Direction.FORWARD), EventFilter.NONE, new ReadLimit(9, two))))
                    .containsExactly(1L, 2L);
            assertThat(numbers(read(range(1, null, Direction.FORWARD), EventFilter.NONE, new ReadLimit(9, two - 1))))
                    .containsExactly(1L);
        }

        @Test
        void events_that_two_kinds_of_values_describe_are_searched_with_few_reads_of_the_store() {
            for (int i = 0; i < 1000; i++) {
                append(request(event("Moved", "frequent")));
            }
            AtomicInteger reads = new AtomicInteger();
            EventLogStorage counted = new ForwardingLogs(engine.logs()) {
                @Override
                public CompletionStage<CommitPage> readByKeys(
                        LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
                    reads.incrementAndGet();
                    return super.readByKeys(log, keys, from, limit);
                }
            };
            EventFilter rare = new EventFilter(
                    Set.of(new EventTypeId("Closed")),
                    Set.of(new EventSourceId("frequent")),
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    false);

            assertThat(log(counted)
                            .read(range(0, null, Direction.FORWARD), rare, new ReadLimit(1, 1))
                            .collectList()
                            .block(PATIENCE))
                    .allSatisfy(page -> assertThat(page.excerpts()).isEmpty());
            assertThat(reads).hasValueLessThan(10);
        }

        @Test
        void what_is_committed_after_it_began_is_left_to_the_next_read() {
            fill(3);
            SequenceNumber end = commits.position();
            EventLogStorage growing = new ForwardingLogs(engine.logs()) {
                @Override
                public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
                    return append(MAIN, List.of(commits.next())).thenCompose(added -> super.read(log, from, limit));
                }
            };
            List<EventPage> pages = log(growing)
                    .read(range(0, null, Direction.FORWARD), EventFilter.NONE, ReadLimit.NONE)
                    .collectList()
                    .block(PATIENCE);
            assertThat(pages).last().extracting(EventPage::next).isEqualTo(end);
            assertThat(commits.position()).isGreaterThan(end);
        }

        @Test
        void erased_events_come_as_erased_ones() {
            append(request(event(), event()));
            engine.logs()
                    .erase(MAIN, Map.of(new SequenceNumber(1), Content.ERASED))
                    .toCompletableFuture()
                    .join();

            List<Excerpt> found = read(range(0, null, Direction.FORWARD), EventFilter.NONE, ReadLimit.NONE)
                    .get(0)
                    .excerpts();

            assertThat(found).hasSize(1);
            assertThat(found.get(0).event(0).isErased()).isFalse();
            assertThat(found.get(0).event(1).isErased()).isTrue();
        }

        @Test
        void a_store_that_leaves_something_out_or_stands_still_is_damaged() {
            fill(20);
            for (EventLogStorage flawed : List.of(new LeavingOut(engine.logs()), new StandingStill(engine.logs()))) {
                for (Direction direction : Direction.values()) {
                    StepVerifier.create(log(flawed).read(range(0, null, direction), EventFilter.NONE, ReadLimit.NONE))
                            .thenConsumeWhile(page -> true)
                            .verifyError(StorageDamaged.class);
                }
            }
        }
    }

    @Nested
    class when_following {
        @Test
        void comes_by_what_is_there_and_what_comes_without_what_is_not_wanted() {
            fill(12);
            EventLogs logs = logs(engine.logs());
            ReadableLog log = new ReadableLog(MAIN, logs, engine.logs());
            EventFilter filter = new EventFilter(
                    Set.of(new EventTypeId("Moved")),
                    Set.of(new EventSourceId("s1")),
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    false);
            List<Long> there = expected(5, null, filter, Direction.FORWARD);
            SequenceNumber end = commits.position();

            StepVerifier.create(log.follow(new SequenceNumber(5), filter).flatMapIterable(ReadableLogSpec::numbers))
                    .expectNextSequence(there)
                    .then(() -> commit(logs, request(event("Moved", "s1")).system()))
                    .then(() -> commit(logs, request(event("Moved", "s2"), event("Opened", "s1"))))
                    .then(() -> commit(logs, request(event("Opened", "s1"), event("Moved", "s1"))))
                    .expectNext(end.value() + 4)
                    .thenCancel()
                    .verify(PATIENCE);
        }

        @Test
        void without_a_position_only_what_comes_comes() {
            fill(5);
            EventLogs logs = logs(engine.logs());
            SequenceNumber end = commits.position();

            StepVerifier.create(new ReadableLog(MAIN, logs, engine.logs())
                            .follow(null, EventFilter.NONE)
                            .flatMapIterable(ReadableLogSpec::numbers))
                    .expectSubscription()
                    .expectNoEvent(Duration.ofMillis(100))
                    .then(() -> commit(logs, request(event())))
                    .expectNext(end.value())
                    .thenCancel()
                    .verify(PATIENCE);
        }

        @Test
        void a_position_within_a_commit_leaves_out_the_events_before_it() {
            append(request(event(), event(), event()));

            StepVerifier.create(log(engine.logs())
                            .follow(new SequenceNumber(1), EventFilter.NONE)
                            .flatMapIterable(ReadableLogSpec::numbers))
                    .expectNext(1L, 2L)
                    .thenCancel()
                    .verify(PATIENCE);
        }
    }

    @Nested
    class when_asking_for_one_event {
        @Test
        void gives_it_alone_with_its_whole_commit() {
            fill(10);
            for (Commit commit : all) {
                for (int place = 0; place < commit.count(); place++) {
                    assertThat(log(engine.logs()).event(commit.numberOf(place)))
                            .succeedsWithin(PATIENCE)
                            .isEqualTo(Optional.of(Excerpt.of(commit, new int[] {place})));
                }
            }
        }

        @Test
        void there_is_none_at_the_end() {
            fill(1);
            assertThat(log(engine.logs()).event(commits.position()))
                    .succeedsWithin(PATIENCE)
                    .isEqualTo(Optional.empty());
        }
    }

    @Nested
    class when_looking_for_an_instant {
        @Test
        void finds_the_first_event_that_occurred_then_or_later() {
            fill(40);
            for (Commit commit : all) {
                assertPosition(commit.occurred(), commit.first());
                assertPosition(commit.occurred().minusNanos(1), commit.first());
                assertPosition(commit.occurred().plusNanos(1), commit.next());
            }
            assertPosition(Instant.MIN, SequenceNumber.FIRST);
            assertPosition(Instant.MAX, commits.position());
        }

        @Test
        void the_first_of_several_at_one_instant_is_found() {
            Instant same = Instant.parse("2026-05-01T00:00:00Z");
            append(request(event(), event()));
            SequenceNumber first = commits.position();
            for (int i = 0; i < 9; i++) {
                append(request(event()).events(i % 3).occurred(same));
            }
            assertPosition(same, first);
        }

        @Test
        void an_empty_log_has_its_end_for_every_instant() {
            assertPosition(Instant.EPOCH, SequenceNumber.FIRST);
        }

        private void assertPosition(Instant instant, SequenceNumber position) {
            assertThat(log(engine.logs()).positionOf(instant))
                    .as(instant.toString())
                    .succeedsWithin(PATIENCE)
                    .isEqualTo(new InstantPosition(position, position.isBefore(commits.position())));
        }
    }

    @Nested
    class when_opening_a_log {
        private final EventReading reading =
                new EventReading(logs(engine.logs()), engine.logs(), new Tenants(List.of(TenantId.DEVELOPMENT)));

        @Test
        void the_tenant_has_to_be_configured() {
            assertThat(reading.log(new TenantId(UUID.randomUUID()), ScopeId.DEFAULT))
                    .isEmpty();
        }

        @Test
        void each_scope_is_a_log_of_its_own_and_the_default_one_is_the_main_log() {
            ScopeId scope = new ScopeId(UUID.randomUUID());
            append(request(event(), event()));
            engine.logs()
                    .append(new LogId(TenantId.DEVELOPMENT, LogName.ofScope(scope)), List.of(Commits.at(0)))
                    .toCompletableFuture()
                    .join();

            assertThat(end(ScopeId.DEFAULT)).isEqualTo(2);
            assertThat(end(scope)).isEqualTo(1);
            assertThat(end(new ScopeId(UUID.randomUUID()))).isZero();
        }

        private long end(ScopeId scope) {
            return reading.log(TenantId.DEVELOPMENT, scope)
                    .orElseThrow()
                    .head()
                    .toCompletableFuture()
                    .join()
                    .next()
                    .value();
        }
    }

    @Test
    void a_range_that_ends_before_it_begins_and_a_limit_of_nothing_are_refused() {
        assertThatThrownBy(() -> range(3, 2L, Direction.FORWARD)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReadLimit(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReadLimit(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private EventLogs logs(EventLogStorage storage) {
        return new EventLogs(storage, LogSettings.of(PATIENCE, 64 << 20), Clock.systemUTC(), threads, threads);
    }

    private ReadableLog log(EventLogStorage storage) {
        return new ReadableLog(MAIN, logs(storage), storage);
    }

    private List<EventPage> read(EventRange range, EventFilter filter, ReadLimit limit) {
        return Objects.requireNonNull(
                log(engine.logs()).read(range, filter, limit).collectList().block(PATIENCE));
    }

    private List<Long> inParts(EventFilter filter, ReadLimit limit, Direction direction) {
        List<Long> found = new ArrayList<>();
        long from = 0;
        long to = commits.position().value();
        while (from < to) {
            List<EventPage> pages = read(range(from, to, direction), filter, limit);
            List<Long> part = numbers(pages);
            assertThat((long) part.size()).isLessThanOrEqualTo(limit.events());
            found.addAll(part);
            long next = pages.get(pages.size() - 1).next().value();
            assertThat(next).isBetween(from, to).isNotEqualTo(direction == Direction.FORWARD ? from : to);
            from = direction == Direction.FORWARD ? next : from;
            to = direction == Direction.FORWARD ? to : next;
        }
        return found;
    }

    private static EventRange range(long from, @Nullable Long to, Direction direction) {
        return new EventRange(new SequenceNumber(from), to == null ? null : new SequenceNumber(to), direction);
    }

    private static List<Long> numbers(List<EventPage> pages) {
        return pages.stream()
                .flatMap(page -> page.excerpts().stream())
                .flatMap(excerpt -> numbers(excerpt).stream())
                .toList();
    }

    private static List<Long> numbers(Excerpt excerpt) {
        return IntStream.range(0, excerpt.count())
                .mapToObj(i -> excerpt.numberOf(i).value())
                .toList();
    }

    /** By looking at every event there is. */
    private List<Long> expected(long from, @Nullable Long to, EventFilter filter, Direction direction) {
        List<Long> wanted = new ArrayList<>();
        for (Commit commit : all) {
            for (int place = 0; place < commit.count(); place++) {
                long number = commit.numberOf(place).value();
                if (number >= from && (to == null || number < to) && isWanted(filter, commit, place)) {
                    wanted.add(number);
                }
            }
        }
        if (direction == Direction.BACKWARD) {
            Collections.reverse(wanted);
        }
        return wanted;
    }

    private static boolean isWanted(EventFilter filter, Commit commit, int place) {
        Event event = commit.events().get(place);
        AggregateId by = event.appliedBy() == null ? null : event.appliedBy().aggregate();
        return (filter.includesSystem() || commit.kind() == CommitKind.EVENTS)
                && isIn(
                        filter.types(),
                        event.type() == null ? null : event.type().id())
                && isIn(filter.sources(), event.source())
                && isIn(filter.aggregates(), by)
                && isIn(filter.correlations(), commit.context().correlation())
                && isIn(filter.partitions(), event.partition());
    }

    private static <T> boolean isIn(Set<T> wanted, @Nullable T value) {
        return wanted.isEmpty() || (value != null && wanted.contains(value));
    }

    private static EventFilter anyFilter(Random random) {
        return new EventFilter(
                some(random, List.of(new EventTypeId("Moved"), new EventTypeId("Opened"), new EventTypeId("Nothing"))),
                some(random, List.of(new EventSourceId("s1"), new EventSourceId("s2"), new EventSourceId("nobody"))),
                some(random, List.of(aggregate("account", "s1"), aggregate("account", "s2"))),
                some(random, List.of(CORRELATIONS.get(0), CORRELATIONS.get(1))),
                some(random, List.of(new PartitionId(""), new PartitionId("p"))),
                random.nextBoolean());
    }

    private static <T> Set<T> some(Random random, List<T> values) {
        return switch (random.nextInt(6)) {
            case 0 -> Set.of(values.get(random.nextInt(values.size())));
            case 1 -> Set.copyOf(values);
            default -> Set.of();
        };
    }

    private void fill(int count) {
        Random random = new Random(count);
        for (int i = 0; i < count; i++) {
            RequestBuilder request = request().correlation(CORRELATIONS.get(random.nextInt(3)));
            for (int k = random.nextInt(4); k >= 0; k--) {
                String source = "s" + random.nextInt(3);
                request.events(
                        switch (random.nextInt(3)) {
                            case 0 -> event("Opened", source);
                            case 1 -> event("Moved", source).appliedBy(aggregate("account", source));
                            default -> event("Moved", source).partition(random.nextBoolean() ? "" : "p");
                        });
            }
            append(random.nextInt(5) == 0 ? request.system() : request);
        }
    }

    private void append(RequestBuilder request) {
        Commit commit = commits.next(request);
        engine.logs().append(MAIN, List.of(commit)).toCompletableFuture().join();
        all.add(commit);
    }

    private static void commit(EventLogs logs, RequestBuilder request) {
        logs.commit(MAIN, request.build()).toCompletableFuture().join();
    }

    /** A store that leaves the second commit of each page out. */
    private static final class LeavingOut extends ForwardingLogs {
        LeavingOut(EventLogStorage logs) {
            super(logs);
        }

        @Override
        public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
            return super.read(log, from, limit).thenApply(page -> new CommitPage(without(page.commits()), page.next()));
        }

        @Override
        public CompletionStage<EarlierPage> readBack(LogId log, SequenceNumber before, PageLimit limit) {
            return super.readBack(log, before, limit)
                    .thenApply(page -> new EarlierPage(without(page.commits()), page.next()));
        }

        private static List<Commit> without(List<Commit> commits) {
            List<Commit> rest = new ArrayList<>(commits);
            rest.remove(1);
            return rest;
        }
    }

    /** A store that finds nothing and does not get on. */
    private static final class StandingStill extends ForwardingLogs {
        StandingStill(EventLogStorage logs) {
            super(logs);
        }

        @Override
        public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
            return CompletableFuture.completedFuture(new CommitPage(List.of(), from));
        }

        @Override
        public CompletionStage<EarlierPage> readBack(LogId log, SequenceNumber before, PageLimit limit) {
            return CompletableFuture.completedFuture(new EarlierPage(List.of(), before));
        }
    }
}
