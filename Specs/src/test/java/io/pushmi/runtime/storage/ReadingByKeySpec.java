package io.pushmi.runtime.storage;

import static io.pushmi.runtime.storage.EventBuilder.aggregate;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.execution.CorrelationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

abstract class ReadingByKeySpec extends EngineSpec {
    private final Commits commits = Commits.fromTheStart();
    private final MixedLog mixed = new MixedLog(commits, 40);

    ReadingByKeySpec(EngineUnderTest engine) {
        super(engine);
    }

    @BeforeEach
    void append_commits_with_every_kind_of_key() {
        engine.append(log, mixed.commits());
    }

    @ParameterizedTest
    @EnumSource
    void every_commit_with_the_key_is_found_and_nothing_else(KeyKind kind) {
        assertThat(mixed.keys(kind)).hasSizeGreaterThan(1);
        for (Key key : mixed.keys(kind)) {
            assertThat(engine.readByKeys(log, key)).as(key.toString()).isEqualTo(mixed.with(key));
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_newest_commit_with_the_key_is_found(KeyKind kind) {
        for (Key key : mixed.keys(kind)) {
            List<Commit> with = mixed.with(key);
            assertThat(engine.lastByKey(log, key)).as(key.toString()).contains(with.get(with.size() - 1));
        }
    }

    @Test
    void a_key_that_no_commit_has_finds_nothing() {
        List<Key> absent = List.of(
                new Key.OfAggregate(aggregate("account", "nobody")),
                new Key.OfEventSource(new EventSourceId("nobody")),
                new Key.OfEventType(new EventTypeId("Nothing")),
                new Key.OfCorrelation(new CorrelationId(new UUID(9, 9))),
                new Key.OfCommitId(new CommitId.Chosen("nothing")),
                new Key.OfPartition(new PartitionId("nowhere")),
                new Key.OfCheckpoint(new CheckpointName("nothing")));
        for (Key key : absent) {
            assertThat(engine.readByKeys(log, key)).as(key.toString()).isEmpty();
            assertThat(engine.lastByKey(log, key)).as(key.toString()).isEmpty();
        }
        Key present = new Key.OfPartition(new PartitionId(""));
        assertThat(engine.readByKeys(log, absent.get(0), present)).isEqualTo(mixed.with(present));
    }

    @Test
    void looking_for_what_is_not_there_comes_to_the_end_of_the_log() {
        Key absent = new Key.OfEventSource(new EventSourceId("nobody"));
        SequenceNumber reached = SequenceNumber.FIRST;
        while (reached.isBefore(commits.position())) {
            CommitPage page = page(Set.of(absent), reached, new PageLimit(1, 1));
            assertThat(page.commits()).isEmpty();
            assertThat(page.next()).isGreaterThan(reached);
            reached = page.next();
        }
        assertThat(reached).isEqualTo(commits.position());
    }

    @Test
    void commits_with_several_of_the_keys_come_once_and_in_order() {
        List<Key> all = List.copyOf(mixed.keys());
        for (int i = 1; i < all.size(); i++) {
            Set<Key> pair = Set.of(all.get(i - 1), all.get(i));
            assertThat(engine.readByKeys(log, pair.toArray(Key[]::new)))
                    .as(pair.toString())
                    .isEqualTo(mixed.with(pair));
        }
        assertThat(engine.readByKeys(log, all.toArray(Key[]::new))).isEqualTo(mixed.commits());
    }

    @Test
    void it_starts_with_the_commit_that_contains_the_position() {
        Key key = new Key.OfAggregate(aggregate("account", "a0"));
        for (long from = 0; from <= commits.position().value(); from++) {
            long position = from;
            List<Commit> expected = mixed.with(key).stream()
                    .filter(commit -> commit.next().value() > position)
                    .toList();
            assertThat(engine.readByKeys(log, from, key)).as("from " + from).isEqualTo(expected);
        }
    }

    @Test
    void there_is_nothing_at_the_end_and_beyond() {
        for (Key key : mixed.keys()) {
            for (SequenceNumber from :
                    List.of(commits.position(), commits.position().plus(1_000))) {
                CommitPage page = page(Set.of(key), from, EngineUnderTest.GENEROUS);
                assertThat(page).isEqualTo(new CommitPage(List.of(), from));
            }
            assertThat(engine.lastByKey(log, key)).isPresent();
        }
    }

    @Test
    void pages_leave_nothing_out_and_repeat_nothing() {
        Set<Key> keys = Set.of(
                new Key.OfEventType(new EventTypeId("Paid")), new Key.OfEventSource(new EventSourceId("source-1")));
        List<Commit> expected = mixed.with(keys);
        for (PageLimit limit : List.of(new PageLimit(1, 1), new PageLimit(3, 1L << 20), new PageLimit(100, 2_500))) {
            List<Commit> found = new ArrayList<>();
            SequenceNumber next = SequenceNumber.FIRST;
            for (int page = 0; page < 1_000 && found.size() < expected.size(); page++) {
                CommitPage one = page(keys, next, limit);
                assertPage(one, next, limit, expected);
                found.addAll(one.commits());
                next = one.next();
            }
            assertThat(found).as("pages of " + limit).isEqualTo(expected);
        }
    }

    @Test
    void the_first_commit_comes_whatever_its_size() {
        Commit large = commits.next(event("Large", "x").content(Content.json(Bytes.wrap(new byte[1 << 20]))));
        engine.append(log, large);
        Key key = new Key.OfEventType(new EventTypeId("Large"));

        assertThat(engine.readByKeys(log, 0, new PageLimit(1, 1), key)).containsExactly(large);
    }

    @Test
    void keys_of_different_kinds_do_not_meet_where_their_texts_are_equal() {
        String text = "same";
        Commit type = appended(request(event(text, "1")));
        Commit source = appended(request(event("1", text)));
        Commit id = appended(request(event("1", "1")).id(text));
        Commit partition = appended(request(event("1", "1").partition(text)));
        Commit checkpoint = appended(request(event("1", "1")).checkpoint(text, 1));

        assertThat(engine.readByKeys(log, new Key.OfEventType(new EventTypeId(text))))
                .containsExactly(type);
        assertThat(engine.readByKeys(log, new Key.OfEventSource(new EventSourceId(text))))
                .containsExactly(source);
        assertThat(engine.readByKeys(log, new Key.OfCommitId(new CommitId.Chosen(text))))
                .containsExactly(id);
        assertThat(engine.readByKeys(log, new Key.OfPartition(new PartitionId(text))))
                .containsExactly(partition);
        assertThat(engine.readByKeys(log, new Key.OfCheckpoint(new CheckpointName(text))))
                .containsExactly(checkpoint);
    }

    @Test
    void texts_that_are_nearly_the_same_are_different_keys() {
        String same = "x".repeat(10_000);
        List<String> texts = List.of(
                "",
                "\0",
                "\0\0",
                "/",
                "a",
                "A",
                "a\0",
                "a\0b",
                "ab",
                "a/b",
                "a ",
                "ä",
                "a\u0308",
                "\uFFFF",
                "\uD83D\uDE00",
                same,
                same + "\0",
                same + "y",
                same + "z");
        List<Commit> bySource = new ArrayList<>();
        for (String text : texts) {
            bySource.add(appended(request(event("Near", text).partition(text))));
        }
        for (int i = 0; i < texts.size(); i++) {
            Key source = new Key.OfEventSource(new EventSourceId(texts.get(i)));
            Key partition = new Key.OfPartition(new PartitionId(texts.get(i)));
            long from = bySource.get(0).first().value();
            assertThat(engine.readByKeys(log, from, source)).as("source " + i).containsExactly(bySource.get(i));
            assertThat(engine.readByKeys(log, from, partition))
                    .as("partition " + i)
                    .containsExactly(bySource.get(i));
            assertThat(engine.lastByKey(log, source)).as("last " + i).contains(bySource.get(i));
        }
    }

    @Test
    void the_two_halves_of_an_aggregate_do_not_run_into_one_another() {
        List<AggregateId> ids = List.of(
                aggregate("ab", "c"),
                aggregate("a", "bc"),
                aggregate("abc", ""),
                aggregate("a\0", "b"),
                aggregate("a", "\0b"),
                aggregate("a/b", "c"),
                aggregate("a", "b/c"));
        List<Commit> applied = new ArrayList<>();
        for (AggregateId id : ids) {
            applied.add(appended(request(event().appliedBy(id))));
        }
        for (int i = 0; i < ids.size(); i++) {
            assertThat(engine.readByKeys(log, new Key.OfAggregate(ids.get(i)))).containsExactly(applied.get(i));
            assertThat(engine.aggregate(log, ids.get(i)))
                    .contains(applied.get(i).aggregates().get(0));
        }
    }

    @Test
    void the_generation_of_an_event_type_does_not_matter() {
        EventTypeId type = new EventTypeId("Changing");
        Commit first = appended(request(event().type(new EventType(type, Generation.FIRST))));
        Commit second = appended(request(event().type(new EventType(type, new Generation(2)))));

        assertThat(engine.readByKeys(log, new Key.OfEventType(type))).containsExactly(first, second);
    }

    @Test
    void an_id_that_nobody_chose_is_not_found_by_its_text() {
        Commit random = appended(request(event()));
        CommitId.Chosen sameText = new CommitId.Chosen(random.id().text());
        assertThat(engine.readByKeys(log, new Key.OfCommitId(sameText))).isEmpty();

        Commit chosen = appended(request(event()).id(sameText.text()));

        assertThat(engine.readByKeys(log, new Key.OfCommitId(sameText))).containsExactly(chosen);
        assertThat(engine.lastByKey(log, new Key.OfCommitId(sameText))).contains(chosen);
    }

    @Test
    void a_commit_is_found_as_soon_as_it_is_acknowledged() {
        Key key = new Key.OfEventSource(new EventSourceId("fresh"));
        for (int i = 0; i < 50; i++) {
            Commit commit = appended(request(event("Fresh", "fresh")));

            assertThat(engine.lastByKey(log, key)).contains(commit);
            assertThat(engine.readByKeys(log, key)).hasSize(i + 1).endsWith(commit);
        }
    }

    private Commit appended(RequestBuilder request) {
        Commit commit = commits.next(request);
        engine.append(log, commit);
        return commit;
    }

    private CommitPage page(Set<Key> keys, SequenceNumber from, PageLimit limit) {
        return Answers.of(engine.logs().readByKeys(log, keys, from, limit));
    }

    /** Whatever was asked for and lies before the page's next is on it, as far as earlier pages do not have it. */
    private static void assertPage(CommitPage page, SequenceNumber from, PageLimit limit, List<Commit> all) {
        assertThat(page.commits()).hasSizeLessThanOrEqualTo(limit.commits());
        if (page.commits().size() > 1) {
            assertThat(page.commits().stream().mapToLong(StoredSize::of).sum()).isLessThanOrEqualTo(limit.bytes());
        }
        assertThat(page.next()).isGreaterThan(from);
        assertThat(page.commits())
                .isEqualTo(all.stream()
                        .filter(commit -> commit.next().compareTo(from) > 0
                                && commit.first().isBefore(page.next()))
                        .toList());
    }
}
