package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A state document that one piece of work reads and then changes, one change after the other. Fails with {@link
 * StorageUnavailable} when somebody else changed it meanwhile, after which it has to be read again.
 */
final class HeldDocument {
    private final StateStorage states;
    private final StateName name;
    private final @Nullable Bytes content;
    private volatile Revision revision;

    private HeldDocument(StateStorage states, StateName name, @Nullable Bytes content, Revision revision) {
        this.states = states;
        this.name = name;
        this.content = content;
        this.revision = revision;
    }

    static CompletionStage<HeldDocument> read(StateStorage states, StateName name) {
        return states.get(name)
                .thenApply(found -> new HeldDocument(
                        states,
                        name,
                        found.map(StateDocument::content).orElse(null),
                        found.map(StateDocument::revision).orElse(Revision.ABSENT)));
    }

    /** One that must not exist yet. */
    static HeldDocument absent(StateStorage states, StateName name) {
        return new HeldDocument(states, name, null, Revision.ABSENT);
    }

    StateName name() {
        return name;
    }

    /** What it was when it was read; empty if it did not exist. */
    Optional<Bytes> content() {
        return Optional.ofNullable(content);
    }

    CompletionStage<Void> put(Bytes next) {
        return change(new StateChange.Put(name, revision, next));
    }

    CompletionStage<Void> remove() {
        return change(new StateChange.Remove(name, revision));
    }

    private CompletionStage<Void> change(StateChange change) {
        return states.change(List.of(change)).thenAccept(results -> {
            if (!(results.get(0) instanceof StateResult.Changed changed)) {
                throw new StorageUnavailable("the state document " + name + " was changed by somebody else", null);
            }
            revision = changed.revision();
        });
    }
}
