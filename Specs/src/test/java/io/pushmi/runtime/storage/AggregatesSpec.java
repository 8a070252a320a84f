package io.pushmi.runtime.storage;

import static io.pushmi.runtime.storage.EventBuilder.aggregate;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

abstract class AggregatesSpec extends EngineSpec {
    private static final AggregateId ONE = aggregate("account", "one");
    private static final AggregateId OTHER = aggregate("account", "other");

    private final Commits commits = Commits.fromTheStart();

    AggregatesSpec(EngineUnderTest engine) {
        super(engine);
    }

    @Test
    void an_aggregate_has_no_state_before_its_first_event() {
        engine.append(log, commits.next(event("Opened", "one")));
        assertThat(engine.aggregate(log, ONE)).isEmpty();
        assertThat(Answers.of(engine.logs().aggregates(log, null, 10))).isEqualTo(new AggregatePage(List.of(), null));

        engine.append(log, commits.next(event().appliedBy(ONE)));

        assertThat(engine.aggregate(log, ONE)).contains(state(ONE, 1, 1, 1));
        assertThat(engine.aggregate(log, aggregate("other root", "one"))).isEmpty();
        assertThat(engine.aggregates(log, 10)).containsExactly(state(ONE, 1, 1, 1));
    }

    @Test
    void the_state_is_that_of_the_newest_commit() {
        for (int i = 0; i < 30; i++) {
            engine.append(log, commits.next(event().appliedBy(ONE), event("Noted", "x"), event().appliedBy(ONE)));

            assertThat(engine.aggregate(log, ONE)).contains(state(ONE, 2L * i + 2, i + 1, 3L * i + 2));
        }
    }

    @Test
    void one_commit_moves_every_aggregate_in_it() {
        engine.append(log, commits.next(event().appliedBy(ONE)));
        engine.append(log, commits.next(event().appliedBy(OTHER), event().appliedBy(ONE), event().appliedBy(OTHER)));

        assertThat(engine.aggregate(log, ONE)).contains(state(ONE, 2, 2, 2));
        assertThat(engine.aggregate(log, OTHER)).contains(state(OTHER, 2, 1, 3));
    }

    @Test
    void several_commits_of_one_append_count_one_after_the_other() {
        engine.append(
                log,
                List.of(
                        commits.next(event().appliedBy(ONE)),
                        commits.next(event().appliedBy(OTHER)),
                        commits.next(event().appliedBy(ONE), event().appliedBy(ONE))));

        assertThat(engine.aggregate(log, ONE)).contains(state(ONE, 3, 2, 3));
        assertThat(engine.aggregate(log, OTHER)).contains(state(OTHER, 1, 1, 1));
    }

    /** Only what the commit says counts: it may remember more events than are in this log. */
    @Test
    void the_state_is_the_one_that_the_commit_carries() {
        AggregateState carried = state(ONE, 1_000_000_000_000L, 70_000_000_000L, 0);
        Commit commit = commits.next(event().appliedBy(ONE));
        engine.append(
                log,
                new Commit(
                        commit.first(),
                        commit.id(),
                        commit.occurred(),
                        commit.context(),
                        commit.kind(),
                        commit.events(),
                        List.of(carried),
                        null));

        assertThat(engine.aggregate(log, ONE)).contains(carried);
        engine.restart();
        assertThat(engine.aggregate(log, ONE)).contains(carried);
    }

    @Test
    void loading_one_that_has_no_events_finds_neither_state_nor_commits() {
        assertThat(read(ONE, 10).state()).isEmpty();

        Commit others = append(event().appliedBy(OTHER));

        assertThat(read(ONE, 10).state()).isEmpty();
        assertThat(read(ONE, 10).first().commits()).isEmpty();
        assertThat(read(OTHER, 10).first().commits()).containsExactly(others);
    }

    @Test
    void loading_one_gives_its_state_and_every_commit_that_has_its_events() {
        Commit first = append(event().appliedBy(ONE), event().appliedBy(OTHER));
        append(event().appliedBy(OTHER), event("Noted", "x"));
        Commit last = append(event().appliedBy(ONE));
        append(event("Noted", "y"));

        AggregateRead whole = read(ONE, 10);

        assertThat(whole.state()).contains(state(ONE, 2, 2, 4));
        assertThat(whole.first().commits()).containsExactly(first, last);
        assertThat(whole.first().next()).isGreaterThan(new SequenceNumber(4));
    }

    @Test
    void loading_one_with_more_commits_than_a_page_gives_the_state_after_the_last() {
        List<Commit> its = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            its.add(append(event().appliedBy(ONE)));
            append(event().appliedBy(OTHER));
        }

        for (int limit : new int[] {1, 4, 5, 11}) {
            AggregateRead begun = read(ONE, limit);

            assertThat(begun.state()).as("with pages of " + limit).contains(state(ONE, 12, 12, 22));
            assertThat(begun.first().commits()).isEqualTo(its.subList(0, limit));
            assertThat(Answers.of(engine.logs()
                                    .readByKeys(
                                            log,
                                            Set.of(new Key.OfAggregate(ONE)),
                                            begun.first().next(),
                                            new PageLimit(100, Long.MAX_VALUE)))
                            .commits())
                    .isEqualTo(its.subList(limit, 12));
        }
    }

    @Test
    void paging_comes_by_every_aggregate_once() {
        Map<AggregateId, AggregateState> expected = appendAggregates(25);

        for (int limit : new int[] {1, 2, 7, 24, 25, 26, 1_000}) {
            assertThat(engine.aggregates(log, limit))
                    .as("pages of " + limit)
                    .containsExactlyInAnyOrderElementsOf(expected.values());
        }
    }

    @Test
    void the_last_page_names_no_next() {
        appendAggregates(6);

        AggregatePage first = Answers.of(engine.logs().aggregates(log, null, 3));
        AggregatePage last = Answers.of(engine.logs().aggregates(log, first.next(), 3));

        assertThat(first.next()).isNotNull();
        assertThat(first.aggregates()).hasSize(3);
        assertThat(last.next()).isNull();
        assertThat(last.aggregates()).hasSize(3);
    }

    @Test
    void paging_comes_by_every_aggregate_once_while_commits_go_on() {
        Map<AggregateId, AggregateState> before = appendAggregates(20);
        List<AggregateId> found = new ArrayList<>();
        Bytes after = null;
        do {
            AggregatePage page = Answers.of(engine.logs().aggregates(log, after, 3));
            page.aggregates().forEach(state -> found.add(state.aggregate()));
            after = page.next();
            for (AggregateId touched : before.keySet()) {
                engine.append(log, commits.next(event().appliedBy(touched)));
            }
        } while (after != null && found.size() <= before.size());

        assertThat(found).containsExactlyInAnyOrderElementsOf(before.keySet());
    }

    private AggregateRead read(AggregateId aggregate, int limit) {
        return Answers.of(engine.logs().readAggregate(log, aggregate, new PageLimit(limit, Long.MAX_VALUE)));
    }

    private Commit append(EventBuilder... events) {
        Commit commit = commits.next(events);
        engine.append(log, commit);
        return commit;
    }

    private Map<AggregateId, AggregateState> appendAggregates(int count) {
        Map<AggregateId, AggregateState> latest = new HashMap<>();
        for (int i = 0; i < 2 * count; i++) {
            int number = i % count;
            AggregateId id = aggregate("root " + number % 3, number == 0 ? "" : "source " + number + "\0ü\uD83D\uDE00");
            Commit commit = commits.next(event().appliedBy(id));
            engine.append(log, commit);
            latest.put(id, commit.aggregates().get(0));
        }
        return latest;
    }

    private static AggregateState state(AggregateId id, long next, long commits, long last) {
        return new AggregateState(id, new AggregateVersion(next), commits, new SequenceNumber(last));
    }
}
