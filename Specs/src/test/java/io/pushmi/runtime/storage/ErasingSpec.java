package io.pushmi.runtime.storage;

import static io.pushmi.runtime.storage.EventBuilder.aggregate;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class ErasingSpec extends EngineSpec {
    private static final Content REMAINS = new Content.Redacted(Bytes.utf8("{ \"kept\":1 }"), ContentType.JSON);
    private static final Content LESS = new Content.Redacted(Bytes.utf8("{ }"), ContentType.JSON);

    private final Commits commits = Commits.fromTheStart();
    private final Commit first = commits.next(secret("1"), secret("2"), secret("3"));
    private final Commit second = commits.next(request(secret("1")).id("second").checkpoint("c", 2));
    private final Commit third = commits.next(secret("4"), secret("5"));

    ErasingSpec(EngineUnderTest engine) {
        super(engine);
    }

    @BeforeEach
    void append_secrets() {
        engine.append(log, first, second, third);
    }

    @Test
    void the_content_goes_with_its_metadata_and_everything_else_stays() {
        engine.erase(log, Map.of(at(1), Content.ERASED));

        Commit erased = replaced(first, 1, Content.ERASED);
        assertThat(erased.events().get(1).metadata()).isNull();
        assertStored(erased, second, third);
    }

    @Test
    void what_remains_of_the_content_takes_its_place() {
        Content other = new Content.Redacted(Bytes.wrap(new byte[] {(byte) 0xFF, 0}), new ContentType("text/plain"));
        engine.erase(log, Map.of(at(0), REMAINS, at(3), other));

        assertStored(replaced(first, 0, REMAINS), replaced(second, 0, other), third);
    }

    @Test
    void events_of_several_commits_go_at_once() {
        engine.erase(log, Map.of(at(0), Content.ERASED, at(2), REMAINS, at(3), Content.ERASED, at(5), Content.ERASED));

        assertStored(
                replaced(replaced(first, 0, Content.ERASED), 2, REMAINS),
                replaced(second, 0, Content.ERASED),
                replaced(third, 1, Content.ERASED));
    }

    @Test
    void to_do_it_again_changes_nothing() {
        Map<SequenceNumber, Content> remaining = Map.of(at(1), Content.ERASED, at(4), REMAINS);
        engine.erase(log, remaining);
        engine.erase(log, remaining);

        assertStored(replaced(first, 1, Content.ERASED), second, replaced(third, 0, REMAINS));
    }

    @Test
    void what_remained_can_go_later() {
        engine.erase(log, Map.of(at(4), REMAINS));
        engine.erase(log, Map.of(at(4), Content.ERASED));

        assertStored(first, second, replaced(third, 0, Content.ERASED));
    }

    @Test
    void of_what_remained_less_can_remain_later() {
        engine.erase(log, Map.of(at(4), REMAINS));
        engine.erase(log, Map.of(at(4), LESS));

        assertStored(first, second, replaced(third, 0, LESS));
    }

    @Test
    void what_is_gone_does_not_come_back_by_erasing_less() {
        engine.erase(log, Map.of(at(4), Content.ERASED));
        engine.erase(log, Map.of(at(4), REMAINS));

        assertStored(first, second, replaced(third, 0, Content.ERASED));
    }

    @Test
    void what_remains_never_counts_as_whole_again() {
        engine.erase(log, Map.of(at(4), REMAINS));
        engine.erase(log, Map.of(at(4), Content.json(Bytes.utf8("{ }"))));

        assertStored(first, second, replaced(third, 0, LESS));
    }

    @Test
    void erasing_beyond_the_end_is_refused_and_changes_nothing() {
        for (long beyond : new long[] {6, 7, Long.MAX_VALUE}) {
            Throwable failure = Answers.failureOf(
                    engine.logs().erase(log, Map.of(at(0), Content.ERASED, at(beyond), Content.ERASED)));
            assertThat(failure).isInstanceOf(IllegalArgumentException.class);
        }

        assertStored(first, second, third);
        Commit next = commits.next();
        engine.append(log, next);
        assertThat(engine.read(log, next.first().value())).containsExactly(next);
    }

    @Test
    void there_is_nothing_to_erase_in_an_empty_log() {
        LogId empty = new LogId(tenant, new LogName("empty"));

        Throwable failure = Answers.failureOf(engine.logs().erase(empty, Map.of(at(0), Content.ERASED)));

        assertThat(failure).isInstanceOf(IllegalArgumentException.class);
        assertThat(engine.head(empty)).isEqualTo(Head.EMPTY);
    }

    @Test
    void the_log_goes_on_after_its_last_commit_is_erased() {
        engine.erase(log, Map.of(at(4), Content.ERASED, at(5), Content.ERASED));
        Commit next = commits.next(secret("1"));
        engine.append(log, next);

        Commit erased = replaced(replaced(third, 0, Content.ERASED), 1, Content.ERASED);
        assertThat(engine.read(log)).containsExactly(first, second, erased, next);
    }

    @Test
    void another_log_keeps_what_it_has_at_the_same_positions() {
        LogId other = new LogId(tenant, new LogName("other"));
        engine.append(other, first, second);

        engine.erase(log, Map.of(at(0), Content.ERASED));

        assertThat(engine.read(other)).containsExactly(first, second);
        assertStored(replaced(first, 0, Content.ERASED), second, third);
    }

    @Test
    void it_is_durable_when_it_is_acknowledged() {
        for (long position = 0; position < 6; position++) {
            long before = engine.syncs();
            long then = Answers.of(engine.logs()
                    .erase(log, Map.of(at(position), Content.ERASED))
                    .thenApply(done -> engine.syncs()));
            assertThat(then).isGreaterThan(before);
        }
    }

    private void assertStored(Commit... expected) {
        assertFound(List.of(expected));
        engine.restart();
        assertFound(List.of(expected));
    }

    private void assertFound(List<Commit> expected) {
        assertThat(engine.read(log)).isEqualTo(expected);
        assertThat(engine.head(log)).isEqualTo(new Head(third.next(), third.id(), third.occurred()));
        for (Commit commit : List.of(first, second, third)) {
            for (Key key : Key.of(commit)) {
                List<Commit> with = expected.stream()
                        .filter(one -> one.events().stream().anyMatch(event -> key.isOf(one, event)))
                        .toList();
                assertThat(engine.readByKeys(log, key)).isEqualTo(with);
                assertThat(engine.lastByKey(log, key)).contains(with.get(with.size() - 1));
            }
        }
        for (String source : Set.of("1", "5")) {
            AggregateId id = aggregate("keeper", source);
            Commit last = source.equals("1") ? second : third;
            assertThat(engine.aggregate(log, id))
                    .isEqualTo(last.aggregates().stream()
                            .filter(state -> state.aggregate().equals(id))
                            .findFirst());
        }
    }

    private static EventBuilder secret(String source) {
        return event("Told" + source, source)
                .json("{\"secret\": \"" + source + "\"}")
                .metadata(Bytes.utf8("who told it"))
                .id("event")
                .appliedBy(aggregate("keeper", source))
                .partition("p" + source);
    }

    private static Commit replaced(Commit commit, int index, Content content) {
        List<Event> events = new ArrayList<>(commit.events());
        events.set(index, events.get(index).withContent(content));
        return commit.withEvents(events);
    }

    private static SequenceNumber at(long position) {
        return new SequenceNumber(position);
    }
}
