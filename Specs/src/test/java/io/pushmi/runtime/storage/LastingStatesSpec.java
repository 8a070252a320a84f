package io.pushmi.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

abstract class LastingStatesSpec extends StateSpec {
    LastingStatesSpec(EngineUnderTest engine) {
        super(engine);
    }

    @Test
    void everything_is_there_again_after_a_restart() {
        Revision first = put(named("changed"), Revision.ABSENT, "first");
        Revision second = put(named("changed"), first, "second");
        remove(named("removed"), put(named("removed"), Revision.ABSENT, "removed"));
        Revision other = put(new StateName(tenant, "other", "x"), Revision.ABSENT, "other");

        for (int restarts = 0; restarts < 2; restarts++) {
            engine.restart();
            assertThat(get(named("changed"))).contains(document(named("changed"), second, "second"));
            assertThat(get(named("removed"))).isEmpty();
            assertThat(get(new StateName(tenant, "other", "x")))
                    .contains(document(new StateName(tenant, "other", "x"), other, "other"));
        }
        assertThat(change(new StateChange.Put(named("changed"), first, Bytes.EMPTY)))
                .containsExactly(new StateResult.Conflict(second));
        assertThat(put(named("changed"), second, "third").value()).isGreaterThan(second.value());
    }

    @Test
    void a_revision_from_before_a_removal_is_not_given_again_after_a_restart() {
        Revision before = put(named("one"), Revision.ABSENT, "before");
        remove(named("one"), before);
        engine.restart();

        Revision after = put(named("one"), Revision.ABSENT, "after");

        assertThat(after.value()).isGreaterThan(before.value());
        assertThat(change(new StateChange.Remove(named("one"), before)))
                .containsExactly(new StateResult.Conflict(after));
    }

    @Test
    void a_change_is_acknowledged_after_its_sync() {
        Revision revision = Revision.ABSENT;
        for (int i = 0; i < 50; i++) {
            StateChange put = new StateChange.Put(named("one"), revision, Bytes.utf8("change " + i));
            assertSyncedAtAnswer(put);
            revision = get(named("one")).orElseThrow().revision();
        }
        assertSyncedAtAnswer(new StateChange.Remove(named("one"), revision));
    }

    @Test
    void closing_finishes_what_was_offered() {
        List<CompletionStage<List<StateResult>>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(engine.states()
                    .change(List.of(
                            new StateChange.Put(named("offered " + i), Revision.ABSENT, Bytes.utf8("content " + i)))));
        }

        engine.restart();

        for (int i = 0; i < 50; i++) {
            StateDocument kept = get(named("offered " + i)).orElseThrow(() -> new AssertionError("a change is lost"));
            assertThat(kept.content()).isEqualTo(Bytes.utf8("content " + i));
            assertThat(Answers.of(answers.get(i))).containsExactly(new StateResult.Changed(kept.revision()));
        }
    }

    @Test
    void documents_and_logs_are_apart_and_last_together() {
        Commit commit = Commits.at(0);
        engine.append(log, commit);
        StateName alike = new StateName(tenant, LogName.MAIN.value(), "0");
        Revision revision = put(alike, Revision.ABSENT, "state");
        engine.erase(log, Map.of(SequenceNumber.FIRST, Content.json(Bytes.utf8("remains"))));

        engine.restart();

        assertThat(get(alike)).contains(document(alike, revision, "state"));
        assertThat(engine.head(log).last()).isEqualTo(commit.id());
    }

    @Test
    void nothing_can_be_read_or_changed_after_closing() {
        Revision revision = put(named("one"), Revision.ABSENT, "kept");
        StateStorage states = engine.states();
        engine.engine().close();
        engine.engine().close();

        List<CompletionStage<?>> answers = List.of(
                states.get(named("one")),
                states.change(List.of(new StateChange.Remove(named("one"), revision))),
                states.list(tenant, COLLECTION, null, 10),
                states.collections(tenant));

        for (CompletionStage<?> answer : answers) {
            assertThat(Answers.failureOf(answer)).isInstanceOf(StorageUnavailable.class);
        }
        engine.restart();
        assertThat(get(named("one"))).contains(document(named("one"), revision, "kept"));
    }

    private void assertSyncedAtAnswer(StateChange change) {
        long before = engine.syncs();
        long then = Answers.of(engine.states().change(List.of(change)).thenApply(results -> {
            assertThat(results).hasOnlyElementsOfType(StateResult.Changed.class);
            return engine.syncs();
        }));
        assertThat(then).as("syncs when " + change.name() + " was acknowledged").isGreaterThan(before);
    }
}
