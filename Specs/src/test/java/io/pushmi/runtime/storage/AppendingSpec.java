package io.pushmi.runtime.storage;

import static io.pushmi.runtime.storage.EventBuilder.aggregate;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class AppendingSpec extends EngineSpec {
    private final Commits commits = Commits.fromTheStart();

    AppendingSpec(EngineUnderTest engine) {
        super(engine);
    }

    @Test
    void a_log_is_empty_until_its_first_commit() {
        assertThat(engine.head(log)).isEqualTo(Head.EMPTY);
        assertThat(engine.read(log)).isEmpty();

        Commit first = commits.next(event(), event());
        engine.append(log, first);

        assertThat(engine.head(log)).isEqualTo(new Head(new SequenceNumber(2), first.id(), first.occurred()));
        assertThat(engine.read(log)).containsExactly(first);
    }

    @Test
    void every_commit_starts_where_the_one_before_ends() {
        List<Commit> all = List.of(
                commits.next(),
                commits.next(event(), event(), event()),
                commits.next(),
                commits.next(event(), event()));
        all.forEach(commit -> engine.append(log, commit));

        List<Commit> found = engine.read(log);

        assertThat(found).isEqualTo(all);
        assertThat(positionsOf(found)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void several_commits_of_one_append_keep_their_order() {
        List<Commit> all =
                List.of(commits.next(event("A", "1")), commits.next(event("B", "2"), event("C", "3")), commits.next());

        engine.append(log, all);

        assertThat(engine.read(log)).isEqualTo(all);
        assertThat(engine.head(log).last()).isEqualTo(all.get(2).id());
    }

    @Test
    void a_commit_of_many_events_stays_one() {
        Commit large = commits.next(request().events(1_000));

        engine.append(log, large);

        assertThat(engine.read(log)).containsExactly(large);
    }

    @Test
    void a_position_that_is_taken_stays_as_it_is() {
        Commit winner = commits.next(event("Won", "a"), event("Won", "a"));
        engine.append(log, winner);
        Head before = engine.head(log);

        Commit late = Commits.fromTheStart().next(event("Late", "b").appliedBy(aggregate("root", "late")));

        assertThat(engine.offer(log, late)).isEqualTo(new AppendResult.PositionTaken(0));
        assertThat(engine.offer(log, Commits.at(1))).isEqualTo(new AppendResult.PositionTaken(0));
        assertOnly(winner, before, late);
    }

    @Test
    void a_position_beyond_the_end_is_left_free() {
        Commit gapped = Commits.from(new SequenceNumber(1)).next(event("Early", "b"));
        assertThat(engine.offer(log, gapped)).isEqualTo(new AppendResult.PositionTaken(0));
        assertThat(engine.head(log)).isEqualTo(Head.EMPTY);

        Commit first = commits.next(event("Won", "a"));
        engine.append(log, first);
        Head before = engine.head(log);
        Commit far = Commits.from(new SequenceNumber(2)).next(event("Late", "b").appliedBy(aggregate("root", "late")));

        assertThat(engine.offer(log, far)).isEqualTo(new AppendResult.PositionTaken(0));
        assertOnly(first, before, far);
    }

    /** The second of the commits would fit at the end, but it must not get in without the one before. */
    @Test
    void nothing_of_an_append_gets_in_after_a_commit_that_does_not() {
        Commit winner = commits.next();
        engine.append(log, winner);
        Head before = engine.head(log);
        List<Commit> stale = Commits.fromTheStart().some(3);

        AppendResult result = Answers.of(engine.logs().append(log, stale));

        assertThat(result).isEqualTo(new AppendResult.PositionTaken(0));
        assertOnly(winner, before, stale.get(1));
    }

    @Test
    void the_end_goes_on_after_an_append_that_came_too_late() {
        Commit first = commits.next();
        engine.append(log, first);
        engine.offer(log, Commits.at(0));

        Commit second = commits.next();
        engine.append(log, second);

        assertThat(engine.read(log)).containsExactly(first, second);
    }

    @Test
    void commits_that_are_offered_again_are_in_the_log_once() {
        List<Commit> all = commits.some(3);
        engine.append(log, all);

        AppendResult again = Answers.of(engine.logs().append(log, all));

        assertThat(again).isInstanceOfAny(AppendResult.PositionTaken.class, AppendResult.Appended.class);
        assertThat(engine.read(log)).isEqualTo(all);
    }

    @Test
    void an_append_says_how_many_of_its_commits_are_in() {
        List<Commit> many = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            many.add(commits.next(event().content(Content.json(Bytes.wrap(new byte[64 * 1024])))));
        }

        AppendResult result = Answers.of(engine.logs().append(log, many));

        assertThat(result).isInstanceOf(AppendResult.Appended.class);
        assertThat(result.appended()).isBetween(1, many.size());
        assertThat(engine.read(log)).isEqualTo(many.subList(0, result.appended()));
        engine.append(log, many.subList(result.appended(), many.size()));
        assertThat(engine.read(log)).isEqualTo(many);
    }

    @Test
    void the_head_has_the_latest_instant_of_the_log() {
        Instant latest = Instant.parse("2026-05-05T05:05:05.000000005Z");
        engine.append(log, commits.next(request().occurred(latest)));
        Commit earlier = commits.next(request().occurred(latest.minusNanos(1)));
        engine.append(log, earlier);

        assertThat(engine.head(log)).isEqualTo(new Head(new SequenceNumber(2), earlier.id(), latest));
        engine.restart();
        assertThat(engine.head(log)).isEqualTo(new Head(new SequenceNumber(2), earlier.id(), latest));
    }

    private void assertOnly(Commit expected, Head head, Commit refused) {
        assertThat(engine.head(log)).isEqualTo(head);
        assertThat(engine.read(log)).containsExactly(expected);
        for (Key key : Key.of(refused)) {
            boolean shared = Key.of(expected).contains(key);
            assertThat(engine.readByKeys(log, key)).hasSize(shared ? 1 : 0);
        }
        for (AggregateState state : refused.aggregates()) {
            assertThat(engine.aggregate(log, state.aggregate())).isEmpty();
        }
        assertThat(engine.aggregates(log, 10)).isEmpty();
        engine.restart();
        assertThat(engine.read(log)).containsExactly(expected);
    }

    private static List<Long> positionsOf(List<Commit> found) {
        List<Long> positions = new ArrayList<>();
        for (Commit commit : found) {
            for (int i = 0; i < commit.count(); i++) {
                positions.add(commit.numberOf(i).value());
            }
        }
        return positions;
    }
}
