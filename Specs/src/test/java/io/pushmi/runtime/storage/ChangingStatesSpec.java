package io.pushmi.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

abstract class ChangingStatesSpec extends StateSpec {
    private static final Bytes SOME = Bytes.utf8("some");

    private final StateName name = named("one");

    ChangingStatesSpec(EngineUnderTest engine) {
        super(engine);
    }

    @Test
    void a_document_exists_from_its_first_put_on() {
        assertThat(get(name)).isEmpty();

        Revision revision = put(name, Revision.ABSENT, "first");

        assertThat(revision).isNotEqualTo(Revision.ABSENT);
        assertThat(get(name)).contains(document(name, revision, "first"));
    }

    @Test
    void it_changes_for_whoever_knows_its_revision() {
        Revision first = put(name, Revision.ABSENT, "first");
        Revision second = put(name, first, "second");

        assertThat(second.value()).isGreaterThan(first.value());
        assertThat(get(name)).contains(document(name, second, "second"));
    }

    @Test
    void it_stays_for_whoever_expects_another_revision() {
        Revision first = put(name, Revision.ABSENT, "first");
        Revision second = put(name, first, "second");
        Revision future = new Revision(second.value() + 1);

        for (Revision wrong : List.of(Revision.ABSENT, first, future, new Revision(Long.MAX_VALUE))) {
            assertThat(change(new StateChange.Put(name, wrong, SOME)))
                    .containsExactly(new StateResult.Conflict(second));
            assertThat(change(new StateChange.Remove(name, wrong))).containsExactly(new StateResult.Conflict(second));
        }
        assertThat(get(name)).contains(document(name, second, "second"));
    }

    @Test
    void it_is_not_made_for_whoever_expects_it_to_exist() {
        for (Revision wrong : List.of(new Revision(1), new Revision(Long.MAX_VALUE))) {
            assertThat(change(new StateChange.Put(name, wrong, SOME)))
                    .containsExactly(new StateResult.Conflict(Revision.ABSENT));
            assertThat(change(new StateChange.Remove(name, wrong)))
                    .containsExactly(new StateResult.Conflict(Revision.ABSENT));
        }
        assertThat(get(name)).isEmpty();
        assertThat(put(name, Revision.ABSENT, "made")).isNotEqualTo(Revision.ABSENT);
    }

    @Test
    void it_is_gone_when_it_is_removed() {
        Revision revision = put(name, Revision.ABSENT, "first");

        remove(name, revision);

        assertThat(get(name)).isEmpty();
        assertThat(change(new StateChange.Remove(name, revision)))
                .containsExactly(new StateResult.Conflict(Revision.ABSENT));
    }

    @Test
    void a_revision_is_never_used_again() {
        List<Revision> seen = new ArrayList<>(List.of(Revision.ABSENT));
        for (int i = 0; i < 4; i++) {
            Revision made = put(name, Revision.ABSENT, "made");
            Revision changed = put(name, made, "changed");
            remove(name, changed);
            seen.addAll(List.of(made, changed));
            if (i % 2 == 1) {
                engine.restart();
            }
        }
        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen.stream().map(Revision::value)).isSorted();
    }

    /** Putting the same again is a change too: whoever knew the revision before must notice. */
    @Test
    void a_revision_grows_with_every_change() {
        Revision first = put(name, Revision.ABSENT, "same");
        Revision second = put(name, first, "same");

        assertThat(second.value()).isGreaterThan(first.value());
        assertThat(change(new StateChange.Put(name, first, SOME))).containsExactly(new StateResult.Conflict(second));
    }

    @Test
    void each_change_of_a_batch_has_a_result_of_its_own() {
        Revision kept = put(named("kept"), Revision.ABSENT, "kept");
        Revision gone = put(named("gone"), Revision.ABSENT, "gone");

        List<StateResult> results = change(
                new StateChange.Put(named("kept"), Revision.ABSENT, SOME),
                new StateChange.Put(named("new"), Revision.ABSENT, SOME),
                new StateChange.Remove(named("gone"), gone),
                new StateChange.Remove(named("never"), gone),
                new StateChange.Put(named("other"), Revision.ABSENT, SOME));

        assertThat(results).hasSize(5);
        assertThat(results.get(0)).isEqualTo(new StateResult.Conflict(kept));
        assertThat(results.get(2)).isEqualTo(new StateResult.Changed(Revision.ABSENT));
        assertThat(results.get(3)).isEqualTo(new StateResult.Conflict(Revision.ABSENT));
        assertThat(get(named("kept"))).contains(document(named("kept"), kept, "kept"));
        assertThat(get(named("gone"))).isEmpty();
        for (int made : new int[] {1, 4}) {
            StateName document = named(made == 1 ? "new" : "other");
            assertThat(get(document))
                    .hasValueSatisfying(found ->
                            assertThat(results.get(made)).isEqualTo(new StateResult.Changed(found.revision())));
        }
    }

    @Test
    void two_changes_of_one_document_are_refused_with_their_whole_batch() {
        Revision revision = put(name, Revision.ABSENT, "first");

        Throwable failure = Answers.failureOf(engine.states()
                .change(List.of(
                        new StateChange.Put(named("other"), Revision.ABSENT, SOME),
                        new StateChange.Put(name, revision, SOME),
                        new StateChange.Remove(name, revision))));

        assertThat(failure).isInstanceOf(IllegalArgumentException.class);
        assertThat(get(named("other"))).isEmpty();
        assertThat(get(name)).contains(document(name, revision, "first"));
    }

    @Test
    void content_that_is_too_large_is_refused_with_its_whole_batch() {
        Bytes tooLarge = Bytes.wrap(new byte[StateStorage.MAXIMUM_SIZE + 1]);

        Throwable failure = Answers.failureOf(engine.states()
                .change(List.of(
                        new StateChange.Put(named("other"), Revision.ABSENT, SOME),
                        new StateChange.Put(name, Revision.ABSENT, tooLarge))));

        assertThat(failure).isInstanceOf(IllegalArgumentException.class);
        assertThat(get(named("other"))).isEmpty();
        assertThat(get(name)).isEmpty();
    }

    @Test
    void content_comes_back_byte_for_byte() {
        byte[] largest = new byte[StateStorage.MAXIMUM_SIZE];
        new Random(3).nextBytes(largest);
        List<Bytes> contents = List.of(
                Bytes.EMPTY,
                Bytes.utf8(" { \"a\" : 1 } \n"),
                Bytes.wrap(new byte[] {0, (byte) 0xFF, (byte) 0xC3, 0x28}),
                Bytes.wrap(largest));
        for (int i = 0; i < contents.size(); i++) {
            change(new StateChange.Put(named("content " + i), Revision.ABSENT, contents.get(i)));
        }
        engine.restart();
        for (int i = 0; i < contents.size(); i++) {
            assertThat(get(named("content " + i)).map(StateDocument::content)).contains(contents.get(i));
        }
    }

    @Test
    void documents_are_told_apart_by_tenant_collection_and_name() {
        TenantId other = new TenantId(UUID.randomUUID());
        List<StateName> names = List.of(
                new StateName(tenant, "ab", "c"),
                new StateName(tenant, "a", "bc"),
                new StateName(tenant, "a", "b"),
                new StateName(tenant, "a", "bc\0"),
                new StateName(tenant, "a\0b", "c"),
                new StateName(tenant, "a", "\0b\0c"),
                new StateName(tenant, "a/b", "c"),
                new StateName(tenant, "a", "b/c"),
                new StateName(tenant, "A", "b"),
                new StateName(tenant, "\uD83D\uDE00", "x".repeat(10_000)),
                new StateName(tenant, "\uD83D\uDE00", "x".repeat(10_000) + "y"),
                new StateName(other, "a", "b"));
        names.forEach(one -> put(one, Revision.ABSENT, one.toString()));
        Revision changed = put(names.get(0), get(names.get(0)).orElseThrow().revision(), "changed");
        remove(names.get(2), get(names.get(2)).orElseThrow().revision());

        assertThat(get(names.get(0))).contains(document(names.get(0), changed, "changed"));
        assertThat(get(names.get(2))).isEmpty();
        for (int i = 0; i < names.size(); i++) {
            if (i != 0 && i != 2) {
                assertThat(get(names.get(i)).map(StateDocument::content))
                        .contains(Bytes.utf8(names.get(i).toString()));
            }
        }
    }

    @Test
    void no_change_is_lost_among_many_who_change_one_document() {
        put(name, Revision.ABSENT, "0");

        List<Integer> changes = Crowd.of(IntStream.range(0, 4)
                .mapToObj(i -> (Crowd.Task<Integer>) () -> countUp(25))
                .toList());

        assertThat(changes).allMatch(made -> made == 25);
        assertThat(get(name).map(StateDocument::content)).contains(Bytes.utf8("100"));
    }

    private int countUp(int times) {
        int made = 0;
        for (int tries = 0; made < times; tries++) {
            assertThat(tries).as("tries").isLessThan(100_000);
            StateDocument before = get(name).orElseThrow();
            int count = Integer.parseInt(before.content().asUtf8()) + 1;
            Bytes content = Bytes.utf8(Integer.toString(count));
            StateResult result = change(new StateChange.Put(name, before.revision(), content))
                    .get(0);
            if (result instanceof StateResult.Changed) {
                made++;
            }
        }
        return made;
    }
}
