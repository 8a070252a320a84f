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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A state document that nobody else is to change. After a change that failed it is read again, since nobody knows whether
 * the change was made. Changed by one piece of work at a time.
 */
final class HeldState {
    private static final int AT_A_TIME = 256;

    private final StateName name;
    private final Predicate<StateDocument> isLate;
    private Revision revision;
    private boolean uncertain;
    private @Nullable Bytes tried;

    HeldState(StateName name, Revision revision) {
        this(name, revision, found -> false);
    }

    /** @param isLate whether somebody who does not hold the document any more has written what is there */
    HeldState(StateName name, Revision revision, Predicate<StateDocument> isLate) {
        this.name = name;
        this.revision = revision;
        this.isLate = isLate;
    }

    /**
     * What is to become of a document.
     *
     * @param content null if it is to be removed
     */
    record Change(HeldState document, @Nullable Bytes content) {}

    Revision revision() {
        return revision;
    }

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
                .thenCompose(outdone -> again(states, outdone))
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

    /** What was written late does not count, and is written over. */
    private static CompletionStage<Void> again(StateStorage states, List<Change> outdone) {
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        for (Change change : outdone) {
            HeldState document = change.document();
            all = all.thenCompose(before -> states.get(document.name))
                    .thenAccept(found -> document.requireLate(found))
                    .thenCompose(late -> make(states, List.of(change)));
        }
        return all;
    }

    private void requireLate(Optional<StateDocument> found) {
        Revision actual = found.map(StateDocument::revision).orElse(Revision.ABSENT);
        if (found.isEmpty() || !isLate.test(found.get())) {
            throw new TakenOver(name, revision, actual);
        }
        settle(actual);
    }

    private static CompletionStage<List<Change>> offer(StateStorage states, List<Change> changes) {
        List<StateChange> offered = new ArrayList<>(changes.size());
        for (Change change : changes) {
            offered.add(change.document().offering(change.content()));
        }
        return states.change(offered).thenApply(results -> {
            List<Change> outdone = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i) instanceof StateResult.Changed changed) {
                    changes.get(i).document().settle(changed.revision());
                } else {
                    outdone.add(changes.get(i));
                }
            }
            return outdone;
        });
    }

    private StateChange offering(@Nullable Bytes content) {
        uncertain = true;
        tried = content;
        return content == null ? new StateChange.Remove(name, revision) : new StateChange.Put(name, revision, content);
    }

    private void ascertain(Optional<StateDocument> found) {
        Revision actual = found.map(StateDocument::revision).orElse(Revision.ABSENT);
        Bytes content = found.map(StateDocument::content).orElse(null);
        boolean made = Objects.equals(content, tried);
        if (!actual.equals(revision) && !made && found.filter(isLate).isEmpty()) {
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
