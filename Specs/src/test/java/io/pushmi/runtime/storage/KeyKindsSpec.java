package io.pushmi.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

abstract class KeyKindsSpec extends EngineSpec {
    private final Commits commits = Commits.fromTheStart();

    KeyKindsSpec(EngineUnderTest engine) {
        super(engine);
    }

    @ParameterizedTest
    @EnumSource
    void a_kind_that_is_new_answers_right_at_once_and_while_commits_go_on(KeyKind added) {
        MixedLog mixed = new MixedLog(commits, 160);
        engine.restart(EnumSet.complementOf(EnumSet.of(added)));
        int before = 80;
        engine.append(log, mixed.commits().subList(0, before));

        engine.restart();

        for (Key key : mixed.keys(added)) {
            assertFound(mixed, key, before);
        }
        appendAndLookUp(mixed, before, mixed.keys(added));
        for (Key key : mixed.keys()) {
            assertFound(mixed, key, mixed.commits().size());
        }
        engine.restart();
        for (Key key : mixed.keys(added)) {
            assertFound(mixed, key, mixed.commits().size());
        }
    }

    @Test
    void all_kinds_may_be_new_at_once() {
        MixedLog mixed = new MixedLog(commits, 60);
        engine.restart(Set.of());
        engine.append(log, mixed.commits());
        assertThat(engine.read(log)).isEqualTo(mixed.commits());

        engine.restart();

        for (Key key : mixed.keys()) {
            assertFound(mixed, key, mixed.commits().size());
        }
        assertAggregates(mixed);
    }

    @ParameterizedTest
    @EnumSource
    void a_kind_that_was_away_for_a_while_misses_nothing(KeyKind away) {
        MixedLog mixed = new MixedLog(commits, 60);
        engine.append(log, mixed.commits().subList(0, 20));
        engine.restart(EnumSet.complementOf(EnumSet.of(away)));
        engine.append(log, mixed.commits().subList(20, 40));
        engine.restart();
        engine.append(log, mixed.commits().subList(40, 60));

        for (Key key : mixed.keys()) {
            assertFound(mixed, key, mixed.commits().size());
        }
        assertAggregates(mixed);
    }

    private void appendAndLookUp(MixedLog mixed, int before, List<Key> keys) {
        List<Commit> plan = mixed.commits();
        AtomicInteger acknowledged = new AtomicInteger(before);
        List<Crowd.Task<Integer>> crowd = new ArrayList<>();
        crowd.add(() -> {
            for (int i = before; i < plan.size(); i++) {
                engine.append(log, plan.get(i));
                acknowledged.set(i + 1);
            }
            return plan.size();
        });
        crowd.add(() -> {
            int rounds = 0;
            for (int seen = 0; seen < plan.size(); rounds++) {
                seen = acknowledged.get();
                assertCovers(mixed, keys.get(rounds % keys.size()), seen);
            }
            return rounds;
        });
        Crowd.of(crowd);
    }

    /** Commits that are appended meanwhile may be found already, but in order and without one missing. */
    private void assertCovers(MixedLog mixed, Key key, int acknowledged) {
        List<Commit> expected = mixed.with(key);
        long atLeast = expected.stream()
                .filter(mixed.commits().subList(0, acknowledged)::contains)
                .count();
        List<Commit> found = engine.readByKeys(log, key);
        assertBeginningOf(expected, found);
        assertThat(found).as(key.toString()).hasSizeGreaterThanOrEqualTo(Math.toIntExact(atLeast));
    }

    private void assertFound(MixedLog mixed, Key key, int appended) {
        List<Commit> there = mixed.commits().subList(0, appended);
        List<Commit> expected = mixed.with(key).stream().filter(there::contains).toList();
        assertThat(engine.readByKeys(log, key)).as(key.toString()).isEqualTo(expected);
        List<Commit> newestFirst = new ArrayList<>(expected);
        Collections.reverse(newestFirst);
        assertThat(engine.readBackByKeys(log, key)).as(key.toString()).isEqualTo(newestFirst);
        assertThat(engine.lastByKey(log, key))
                .as(key.toString())
                .isEqualTo(expected.stream().reduce((earlier, later) -> later));
    }

    private void assertAggregates(MixedLog mixed) {
        List<AggregateState> expected = new ArrayList<>();
        for (Key key : mixed.keys(KeyKind.AGGREGATE)) {
            AggregateId id = ((Key.OfAggregate) key).aggregate();
            List<Commit> with = mixed.with(key);
            expected.addAll(with.get(with.size() - 1).aggregates().stream()
                    .filter(state -> state.aggregate().equals(id))
                    .toList());
        }
        assertThat(engine.aggregates(log, 2)).containsExactlyInAnyOrderElementsOf(expected);
        expected.forEach(
                state -> assertThat(engine.aggregate(log, state.aggregate())).contains(state));
    }
}
