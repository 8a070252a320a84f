package io.pushmi.runtime.doors.pushmi;

import static io.pushmi.runtime.storage.EventBuilder.aggregate;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.Context;
import io.pushmi.contracts.events.v1.EventPage;
import io.pushmi.contracts.events.v1.FindPositionRequest;
import io.pushmi.contracts.events.v1.FindPositionResponse;
import io.pushmi.contracts.events.v1.HeadRequest;
import io.pushmi.contracts.events.v1.HeadResponse;
import io.pushmi.contracts.events.v1.ReadRequest;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.events.Direction;
import io.pushmi.runtime.events.EventFilter;
import io.pushmi.runtime.events.EventRange;
import io.pushmi.runtime.events.ReadLimit;
import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.ConsentId;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.Contexts;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.Origin;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StoredSize;
import io.pushmi.runtime.storage.StreamId;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReadingSpec {
    private static final int MEBIBYTE = 1 << 20;
    private static final EventRange EVERYTHING = new EventRange(SequenceNumber.FIRST, null, Direction.FORWARD);

    private final OpenDoor door = new OpenDoor(UnaryOperator.identity());
    private final RemoteLog log = door.log();
    private final Commits commits = Commits.fromTheStart();

    @AfterEach
    void close() {
        door.close();
    }

    @Nested
    class when_reading_everything {
        @Test
        void all_that_is_known_of_events_and_commits_arrives_as_it_is_stored() {
            Commit full = appended(commits.next(request(
                            event().appliedBy(aggregate("account", "ä"))
                                    .content(new Content.Present(
                                            Bytes.wrap(new byte[] {0, -1, 7}), new ContentType("application/x"))),
                            event().id("")
                                    .metadata(Bytes.EMPTY)
                                    .partition("")
                                    .source("")
                                    .isPublic()
                                    .origin(new Origin(
                                            new MicroserviceId(UUID.randomUUID()),
                                            new SequenceNumber(Long.MAX_VALUE),
                                            Instant.parse("2001-02-03T04:05:06.789012345Z"),
                                            new ConsentId(UUID.randomUUID()))),
                            event().id("e").metadata(Bytes.utf8("m")).partition("p"))
                    .context(Contexts.full())
                    .id("chosen")));
            Commit system = appended(commits.next(request(event()).system().checkpoint("filter", 12)));

            List<ShownEvent> shown = all(log.read(EVERYTHING, including(), ReadLimit.NONE));

            assertThat(shown).containsExactlyElementsOf(shown(List.of(full, system)));
        }

        @Test
        void erased_events_say_so_and_have_nothing_where_their_content_was() {
            appended(commits.next(event("Moved", "a").metadata(Bytes.utf8("m")), event()));
            erase(0);

            List<ShownEvent> shown = all(log.read(EVERYTHING, EventFilter.NONE, ReadLimit.NONE));

            assertThat(shown.get(0).event().isErased()).isTrue();
            assertThat(shown.get(0).event().metadata()).isNull();
            assertThat(shown.get(0).event().type()).isEqualTo(EventBuilder.typeOf("Moved"));
            assertThat(shown.get(1).event().isErased()).isFalse();
            assertThat(log.get(SequenceNumber.FIRST, false)).isEqualTo(shown.get(0));
        }

        @Test
        void a_log_that_nothing_was_committed_to_is_an_empty_one() {
            RemoteLog scoped = door.log(new ScopeId(UUID.randomUUID()));

            assertThat(scoped.head()).isEqualTo(SequenceNumber.FIRST);
            assertThat(scoped.positionOf(Instant.EPOCH)).isEqualTo(SequenceNumber.FIRST);
            for (Direction direction : Direction.values()) {
                assertThat(all(scoped.read(
                                new EventRange(SequenceNumber.FIRST, null, direction),
                                EventFilter.NONE,
                                ReadLimit.NONE)))
                        .isEmpty();
            }
        }

        @Test
        void a_scope_has_a_log_of_its_own() {
            ScopeId scope = new ScopeId(UUID.randomUUID());
            appended(commits.next(event("Moved", "main")));
            door.append(scope, Commits.fromTheStart().next(event("Moved", "scoped")));

            assertThat(all(door.log(scope).read(EVERYTHING, EventFilter.NONE, ReadLimit.NONE)))
                    .singleElement()
                    .extracting(event -> event.event().source())
                    .hasToString("scoped");
            assertThat(all(door.log(ScopeId.DEFAULT).read(EVERYTHING, EventFilter.NONE, ReadLimit.NONE)))
                    .singleElement()
                    .extracting(event -> event.event().source())
                    .hasToString("main");
        }

        @Test
        void streams_are_logs_of_their_own_that_can_be_read_by_partition() {
            ScopeId scope = new ScopeId(UUID.randomUUID());
            StreamId stream = new StreamId(UUID.randomUUID());
            NamedLog main = NamedLog.of(TenantId.DEVELOPMENT, ScopeId.DEFAULT);
            NamedLog scoped = NamedLog.of(TenantId.DEVELOPMENT, scope);
            appendStream(LogName.ofStream(ScopeId.DEFAULT, stream), "private");
            appendStream(LogName.ofStream(scope, stream), "scoped");
            appendStream(LogName.ofPublicStream(stream), "public");

            assertThat(sourcesOf(main.stream(stream), "north")).containsExactly("private");
            assertThat(sourcesOf(scoped.stream(stream), "north")).containsExactly("scoped");
            assertThat(sourcesOf(main.publicStream(stream), "north")).containsExactly("public");
            assertThat(sourcesOf(main.publicStream(stream), "south")).containsExactly("public", "public");
            assertThat(sourcesOf(main, "north")).isEmpty();
        }

        private void appendStream(LogName name, String source) {
            Commits ofStream = Commits.fromTheStart();
            door.append(
                    name,
                    ofStream.next(event("Moved", source).partition("south")),
                    ofStream.next(event("Moved", source).partition("north")),
                    ofStream.next(event("Moved", source).partition("south")));
        }

        private List<String> sourcesOf(NamedLog named, String partition) {
            EventFilter filter =
                    new EventFilter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(new PartitionId(partition)), false);
            return all(door.log(named).read(EVERYTHING, filter, ReadLimit.NONE)).stream()
                    .map(event -> String.valueOf(event.event().source()))
                    .toList();
        }

        @Test
        void backward_is_forward_in_reverse() {
            List<Commit> stored = appendedOfSeveralSizes(50);
            List<ShownEvent> reversed = new ArrayList<>(shown(stored));
            Collections.reverse(reversed);

            assertThat(all(log.read(
                            new EventRange(SequenceNumber.FIRST, null, Direction.BACKWARD),
                            including(),
                            ReadLimit.NONE)))
                    .isEqualTo(reversed);
            assertThat(all(log.read(
                            new EventRange(new SequenceNumber(3), new SequenceNumber(9), Direction.BACKWARD),
                            including(),
                            new ReadLimit(4, Long.MAX_VALUE))))
                    .extracting(event -> event.number().value())
                    .containsExactly(8L, 7L, 6L, 5L);
        }

        @Test
        void messages_are_about_a_mebibyte_and_a_larger_commit_has_one_of_its_own() {
            for (int i = 0; i < 30; i++) {
                appended(commits.next(event().json("\"" + "x".repeat(200_000) + "\"")));
            }
            appended(commits.next(event().json("\"" + "x".repeat(5 * MEBIBYTE) + "\"")));
            appended(commits.next(event().json("1")));
            // What the store's measure leaves out and a message has to carry.
            for (int i = 0; i < 5; i++) {
                appended(commits.next(event().partition("p".repeat(600_000))));
            }

            for (io.pushmi.contracts.events.v1.Direction direction : List.of(
                    io.pushmi.contracts.events.v1.Direction.DIRECTION_FORWARD,
                    io.pushmi.contracts.events.v1.Direction.DIRECTION_BACKWARD)) {
                List<EventPage> pages = pages(ReadRequest.newBuilder().setDirection(direction));
                assertThat(pages).allSatisfy(page -> {
                    if (page.getCommitsCount() > 1) {
                        assertThat(page.getSerializedSize()).isLessThan(MEBIBYTE + 1024);
                    }
                });
                assertThat(pages)
                        .anySatisfy(page -> assertThat(page.getSerializedSize()).isGreaterThan(5 * MEBIBYTE));
                assertThat(pages.stream().mapToInt(EventPage::getCommitsCount).sum())
                        .isEqualTo(37);
                assertEachPageSaysWhereToGoOn(pages, direction);
            }
        }

        private void assertEachPageSaysWhereToGoOn(
                List<EventPage> pages, io.pushmi.contracts.events.v1.Direction direction) {
            boolean forward = direction == io.pushmi.contracts.events.v1.Direction.DIRECTION_FORWARD;
            for (int i = 0; i + 1 < pages.size(); i++) {
                if (pages.get(i + 1).getCommitsCount() > 0) {
                    long first = pages.get(i + 1).getCommits(0).getFirst();
                    assertThat(pages.get(i).getNext()).isEqualTo(forward ? first : first + 1);
                }
            }
            assertThat(pages.get(pages.size() - 1).getNext())
                    .isEqualTo(forward ? commits.position().value() : 0);
        }
    }

    @Nested
    class when_reading_in_parts {
        @Test
        void the_number_of_events_is_kept_and_the_last_page_says_where_to_go_on() {
            appended(commits.next(event(), event(), event()));
            appended(commits.next(event(), event()));

            assertPart(ReadRequest.newBuilder().setMaxEvents(2), 2, 0, 1);
            assertPart(ReadRequest.newBuilder().setFrom(2).setMaxEvents(2), 4, 2, 3);
            assertPart(ReadRequest.newBuilder().setFrom(4).setMaxEvents(2), 5, 4);
            assertPart(backward().setMaxEvents(2), 3, 4, 3);
            assertPart(backward().setTo(3).setMaxEvents(2), 1, 2, 1);
            assertPart(backward().setTo(1).setMaxEvents(2), 0, 0);
        }

        @Test
        void the_number_of_bytes_is_kept_but_for_the_first_event() {
            Commit commit = appended(commits.next(event(), event(), event()));
            long one = StoredSize.of(commit.events().get(0));

            assertPart(ReadRequest.newBuilder().setMaxBytes(1), 1, 0);
            assertPart(ReadRequest.newBuilder().setMaxBytes(2 * one), 2, 0, 1);
            assertPart(ReadRequest.newBuilder().setMaxBytes(2 * one).setMaxEvents(1), 1, 0);
            assertPart(backward().setMaxBytes(2 * one), 1, 2, 1);
        }

        @Test
        void a_part_within_the_log_or_beyond_it_is_what_there_is_of_it() {
            appended(commits.next(event(), event(), event()));

            assertPart(ReadRequest.newBuilder().setFrom(1).setTo(2), 2, 1);
            assertPart(ReadRequest.newBuilder().setFrom(1).setTo(1), 1);
            assertPart(ReadRequest.newBuilder().setFrom(2).setTo(Long.MAX_VALUE), 3, 2);
            assertPart(ReadRequest.newBuilder().setFrom(Long.MAX_VALUE), Long.MAX_VALUE);
            assertPart(backward().setFrom(1).setTo(Long.MAX_VALUE), 1, 2, 1);
        }

        private ReadRequest.Builder backward() {
            return ReadRequest.newBuilder().setDirection(io.pushmi.contracts.events.v1.Direction.DIRECTION_BACKWARD);
        }

        private void assertPart(ReadRequest.Builder request, long next, long... numbers) {
            List<EventPage> pages = pages(request);
            assertThat(pages.stream()
                            .flatMap(page -> page.getCommitsList().stream())
                            .flatMap(commit -> commit.getEventsList().stream())
                            .mapToLong(event -> event.getNumber()))
                    .containsExactly(Arrays.stream(numbers).boxed().toArray(Long[]::new));
            assertThat(pages.get(pages.size() - 1).getNext()).isEqualTo(next);
        }
    }

    @Nested
    class when_filtering {
        @Test
        void values_of_one_kind_are_alternatives_and_kinds_restrict_one_another() {
            appended(
                    commits.next(event("Moved", "a"), event("Moved", "b"), event("Closed", "a"), event("Opened", "a")));
            appended(commits.next(event("Moved", "c").appliedBy(aggregate("account", "a"))));

            EventFilter types = new EventFilter(
                    Set.of(new EventTypeId("Moved"), new EventTypeId("Closed")),
                    Set.of(event("x", "a").build().source()),
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    false);
            assertThat(numbers(types)).containsExactly(0L, 2L, 4L);

            EventFilter aggregates =
                    new EventFilter(Set.of(), Set.of(), Set.of(aggregate("account", "a")), Set.of(), Set.of(), false);
            assertThat(numbers(aggregates)).containsExactly(4L);
        }

        @Test
        void correlations_partitions_and_aggregates_are_found_in_both_directions() {
            CorrelationId correlation = new CorrelationId(new UUID(1, 2));
            appended(commits.next(request(event(), event().partition("p")).correlation(correlation)));
            appended(commits.next(event().partition("p"), event().partition("")));
            appended(commits.next(event("Moved", "b").appliedBy(aggregate("account", "b"))));

            assertFound(new EventFilter(Set.of(), Set.of(), Set.of(), Set.of(correlation), Set.of(), false), 0, 1);
            assertFound(partitions("p"), 1, 2);
            assertFound(partitions("", "p"), 1, 2, 3);
            assertFound(
                    new EventFilter(Set.of(), Set.of(), Set.of(aggregate("account", "b")), Set.of(), Set.of(), false),
                    4);
            assertFound(new EventFilter(
                    Set.of(), Set.of(), Set.of(aggregate("account", "nobody")), Set.of(), Set.of(), false));
        }

        @Test
        void erased_events_are_found_by_their_type_and_source() {
            appended(commits.next(event("Moved", "a"), event("Closed", "a")));
            erase(0);
            EventFilter moved = new EventFilter(
                    Set.of(new EventTypeId("Moved")),
                    Set.of(new EventSourceId("a")),
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    false);

            assertFound(moved, 0);
            assertThat(log.follow(SequenceNumber.FIRST, moved).next().events())
                    .singleElement()
                    .matches(event -> event.event().isErased());
        }

        @Test
        void commits_of_the_log_itself_come_only_when_asked_for() {
            appended(commits.next(request(event()).system()));
            appended(commits.next(event()));

            assertThat(numbers(EventFilter.NONE)).containsExactly(1L);
            assertThat(numbers(including())).containsExactly(0L, 1L);
            assertThat(log.get(SequenceNumber.FIRST, true).number()).isEqualTo(SequenceNumber.FIRST);
            assertThatExceptionOfType(RemoteFailure.class)
                    .isThrownBy(() -> log.get(SequenceNumber.FIRST, false))
                    .matches(RemoteFailure::isNotFound)
                    .withMessageContaining("include_system");
        }

        private EventFilter partitions(String... partitions) {
            return new EventFilter(
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    Arrays.stream(partitions).map(PartitionId::new).collect(Collectors.toSet()),
                    false);
        }

        private void assertFound(EventFilter filter, long... numbers) {
            List<Long> expected = new ArrayList<>(Arrays.stream(numbers).boxed().toList());
            assertThat(numbers(filter)).isEqualTo(expected);
            Collections.reverse(expected);
            assertThat(all(log.read(
                            new EventRange(SequenceNumber.FIRST, null, Direction.BACKWARD), filter, ReadLimit.NONE)))
                    .extracting(event -> event.number().value())
                    .isEqualTo(expected);
        }

        private List<Long> numbers(EventFilter filter) {
            return all(log.read(EVERYTHING, filter, ReadLimit.NONE)).stream()
                    .map(event -> event.number().value())
                    .toList();
        }
    }

    @Nested
    class when_asking_for_one_thing {
        @Test
        void an_event_comes_with_the_bounds_of_its_commit() {
            List<Commit> stored = appendedOfSeveralSizes(10);
            for (ShownEvent expected : shown(stored)) {
                assertThat(log.get(expected.number(), true)).isEqualTo(expected);
            }
            assertThatExceptionOfType(RemoteFailure.class)
                    .isThrownBy(() -> log.get(commits.position(), true))
                    .matches(RemoteFailure::isNotFound)
                    .withMessageContaining(commits.position().toString());
        }

        @Test
        void the_head_is_where_the_next_event_goes() {
            assertThat(head()).isEqualTo(HeadResponse.getDefaultInstance());

            Commit last = appended(commits.next(request(event(), event()).id("mine")));

            assertThat(log.head()).isEqualTo(last.next());
            assertThat(head().getCommitId()).isEqualTo("mine");
            assertThat(head().getOccurred()).isEqualTo(CommitWriter.timestamp(last.occurred()));
        }

        @Test
        void the_position_of_an_instant_is_found_or_the_end() {
            Commit first = appended(commits.next(event(), event()));
            Commit second = appended(commits.next(event()));

            assertThat(log.positionOf(Instant.EPOCH)).isEqualTo(first.first());
            assertThat(log.positionOf(first.occurred())).isEqualTo(first.first());
            assertThat(log.positionOf(first.occurred().plusNanos(1))).isEqualTo(second.first());
            assertThat(log.positionOf(second.occurred().minusNanos(1))).isEqualTo(second.first());
            assertThat(find(second.occurred())).isEqualTo(found(2, true));
            assertThat(find(second.occurred().plusNanos(1))).isEqualTo(found(3, false));
        }

        private HeadResponse head() {
            return door.stub()
                    .head(HeadRequest.newBuilder().setLog(OpenDoor.LOG).build());
        }

        private FindPositionResponse find(Instant instant) {
            return door.stub()
                    .findPosition(FindPositionRequest.newBuilder()
                            .setLog(OpenDoor.LOG)
                            .setInstant(CommitWriter.timestamp(instant))
                            .build());
        }

        private static FindPositionResponse found(long position, boolean exists) {
            return FindPositionResponse.newBuilder()
                    .setPosition(position)
                    .setExists(exists)
                    .build();
        }
    }

    @Nested
    class when_following {
        @Test
        void what_is_there_and_what_comes_arrives_once_and_in_order() {
            List<Commit> stored = appendedOfSeveralSizes(300);
            Iterator<ShownPage> pages = log.follow(new SequenceNumber(4), including());
            List<ShownEvent> expected =
                    new ArrayList<>(shown(stored).subList(4, shown(stored).size()));

            List<ShownEvent> seen = new ArrayList<>();
            while (seen.size() < expected.size()) {
                seen.addAll(pages.next().events());
            }
            assertThat(seen).isEqualTo(expected);

            for (int i = 0; i < 20; i++) {
                door.commit(request(event("Moved", "now " + i)).build());
                assertThat(pages.next().events())
                        .singleElement()
                        .extracting(event -> event.event().source())
                        .hasToString("now " + i);
            }
        }

        @Test
        void each_of_several_followers_gets_what_it_asked_for() {
            List<Commit> stored = appendedOfSeveralSizes(40);
            List<Iterator<ShownPage>> followers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                followers.add(log.follow(stored.get(i).first(), EventFilter.NONE));
            }
            Iterator<ShownPage> moved = log.follow(
                    SequenceNumber.FIRST,
                    new EventFilter(Set.of(new EventTypeId("Moved")), Set.of(), Set.of(), Set.of(), Set.of(), false));
            await().until(() -> door.waitingFollowers() == followers.size() + 1);

            for (int i = 0; i < 100; i++) {
                door.commit(
                        request(event(i % 10 == 0 ? "Moved" : "Opened", "s")).build());
            }

            long end = commits.position().value() + 100;
            for (int i = 0; i < followers.size(); i++) {
                assertThat(upTo(end, followers.get(i)))
                        .isEqualTo(LongStream.range(stored.get(i).first().value(), end)
                                .boxed()
                                .toList());
            }
            assertThat(upTo(end - 9, moved))
                    .isEqualTo(LongStream.range(0, 10)
                            .mapToObj(i -> commits.position().value() + 10 * i)
                            .toList());
        }

        @Test
        void one_that_is_cancelled_is_forgotten_and_the_others_go_on() {
            Iterator<ShownPage> staying = log.follow(SequenceNumber.FIRST, EventFilter.NONE);
            Context.CancellableContext leaving = Context.current().withCancellation();
            leaving.run(() -> log.follow(SequenceNumber.FIRST, EventFilter.NONE));
            await().until(() -> door.waitingFollowers() == 2);

            leaving.cancel(null);

            await().until(() -> door.waitingFollowers() == 1);
            door.commit(request(event("Moved", "still there")).build());
            assertThat(staying.next().events())
                    .singleElement()
                    .extracting(event -> event.event().source())
                    .hasToString("still there");
        }

        /** The numbers of all events before a position, which come in order. */
        private static List<Long> upTo(long end, Iterator<ShownPage> pages) {
            List<Long> numbers = new ArrayList<>();
            while (numbers.isEmpty() || numbers.get(numbers.size() - 1) < end - 1) {
                pages.next()
                        .events()
                        .forEach(event -> numbers.add(event.number().value()));
            }
            return numbers;
        }

        @Test
        void without_a_position_only_what_comes_arrives() throws InterruptedException {
            appendedOfSeveralSizes(3);
            Iterator<ShownPage> pages = log.follow(null, EventFilter.NONE);
            Thread committing = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    door.commit(request(event()).build());
                }
            });
            committing.start();

            assertThat(pages.next().events().get(0).number()).isGreaterThanOrEqualTo(commits.position());

            committing.interrupt();
            committing.join();
        }
    }

    private void erase(long number) {
        door.stored()
                .erase(OpenDoor.MAIN, Map.of(new SequenceNumber(number), Content.ERASED))
                .toCompletableFuture()
                .join();
    }

    private Commit appended(Commit commit) {
        door.append(commit);
        return commit;
    }

    private List<Commit> appendedOfSeveralSizes(int count) {
        List<Commit> stored = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stored.add(appended(commits.next(
                    request(event()).events(i % 4).context(i % 3 == 0 ? Contexts.full() : Contexts.any()))));
        }
        return stored;
    }

    private List<EventPage> pages(ReadRequest.Builder request) {
        List<EventPage> pages = new ArrayList<>();
        door.stub().read(request.setLog(OpenDoor.LOG).build()).forEachRemaining(pages::add);
        return pages;
    }

    private static List<ShownEvent> all(Iterator<ShownPage> pages) {
        List<ShownEvent> all = new ArrayList<>();
        pages.forEachRemaining(page -> all.addAll(page.events()));
        return all;
    }

    private static List<ShownEvent> shown(List<Commit> commits) {
        List<ShownEvent> shown = new ArrayList<>();
        for (Commit commit : commits) {
            for (int i = 0; i < commit.count(); i++) {
                shown.add(new ShownEvent(
                        commit.numberOf(i),
                        new ShownCommit(
                                commit.first(),
                                commit.count(),
                                commit.id().text(),
                                commit.id() instanceof CommitId.Chosen,
                                commit.occurred(),
                                commit.context(),
                                commit.kind(),
                                commit.checkpoint()),
                        commit.events().get(i)));
            }
        }
        return shown;
    }

    private static EventFilter including() {
        return new EventFilter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), true);
    }
}
