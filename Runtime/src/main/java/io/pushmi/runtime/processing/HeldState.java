package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StateStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A state document that nobody else is to change. After a change that failed it is read again, since nobody knows whether
 * the change was made. Changed by one piece of work at a time.
 */
final class HeldState {
    private static final int AT_A_TIME = 256;

    private final StateName name;
    private Revision revision;
    private boolean uncertain;
    private @Nullable Bytes tried;

    HeldState(StateName name, Revision revision) {
        this.name = name;
        this.revision = revision;
    }

    /**
     * What is to become of a document.
     *
     * @param content null if it is to be removed
     */
    record Change(HeldState document, @Nullable Bytes content) {}

    StateName name() {
        return name;
    }

    boolean exists() {
        return uncertain || !revision.equals(Revision.ABSENT);
    }

    /**
     * Makes the changes, in their order, some at a time. Fails with {@link TakenOver} when somebody else has changed one
     * of the documents, and otherwise as the store does; some may be made then.
     */
    static CompletionStage<Void> make(StateStorage states, List<Change> changes) {
        if (changes.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<Change> some = changes.subList(0, Math.min(AT_A_TIME, changes.size()));
        List<Change> rest = changes.subList(some.size(), changes.size());
        return ascertain(states, some, 0)
                .thenCompose(sure -> offer(states, some))
                .thenCompose(made -> make(states, rest));
    }

    private static CompletionStage<Void> ascertain(StateStorage states, List<Change> changes, int from) {
        for (int i = from; i < changes.size(); i++) {
            HeldState document = changes.get(i).document();
            if (document.uncertain) {
                int next = i + 1;
                return states.get(document.name)
                        .thenAccept(document::ascertain)
                        .thenCompose(sure -> ascertain(states, changes, next));
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    private static CompletionStage<Void> offer(StateStorage states, List<Change> changes) {
        List<StateChange> offered = new ArrayList<>(changes.size());
        for (Change change : changes) {
            offered.add(change.document().offering(change.content()));
        }
        return states.change(offered).thenAccept(results -> {
            for (int i = 0; i < results.size(); i++) {
                changes.get(i).document().offered(results.get(i));
            }
        });
    }

    private StateChange offering(@Nullable Bytes content) {
        uncertain = true;
        tried = content;
        return content == null ? new StateChange.Remove(name, revision) : new StateChange.Put(name, revision, content);
    }

    private void offered(StateResult result) {
        if (!(result instanceof StateResult.Changed changed)) {
            throw new TakenOver(name, revision, ((StateResult.Conflict) result).actual());
        }
        settle(changed.revision());
    }

    private void ascertain(Optional<StateDocument> found) {
        Revision actual = found.map(StateDocument::revision).orElse(Revision.ABSENT);
        Bytes content = found.map(StateDocument::content).orElse(null);
        boolean made = Objects.equals(content, tried);
        if (!actual.equals(revision) && !made) {
            throw new TakenOver(name, revision, actual);
        }
        settle(actual);
    }

    private void settle(Revision actual) {
        revision = actual;
        uncertain = false;
        tried = null;
    }
}
