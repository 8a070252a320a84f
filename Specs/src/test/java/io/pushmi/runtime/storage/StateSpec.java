package io.pushmi.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One concern of the state contract, with the words that all of them use. */
abstract class StateSpec extends EngineSpec {
    static final String COLLECTION = "processors";

    StateSpec(EngineUnderTest engine) {
        super(engine);
    }

    final StateName named(String name) {
        return new StateName(tenant, COLLECTION, name);
    }

    final Optional<StateDocument> get(StateName name) {
        return Answers.of(engine.states().get(name));
    }

    final List<StateResult> change(StateChange... changes) {
        return Answers.of(engine.states().change(Arrays.asList(changes)));
    }

    /** Puts the content, which must succeed, and gives the revision that it has from now on. */
    final Revision put(StateName name, Revision expected, String content) {
        StateResult result =
                change(new StateChange.Put(name, expected, Bytes.utf8(content))).get(0);
        assertThat(result).isInstanceOf(StateResult.Changed.class);
        return ((StateResult.Changed) result).revision();
    }

    final void remove(StateName name, Revision expected) {
        assertThat(change(new StateChange.Remove(name, expected)))
                .containsExactly(new StateResult.Changed(Revision.ABSENT));
    }

    static StateDocument document(StateName name, Revision revision, String content) {
        return new StateDocument(name, revision, Bytes.utf8(content));
    }
}
