package io.pushmi.runtime.log;

import io.pushmi.runtime.log.Validation.Numbered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the callers of one committer are to be told. Used by the committer's owner only, but for {@link #settle}. */
final class Answers {
    private final PendingBytes pendingBytes;
    private List<Runnable> waiting = new ArrayList<>();

    Answers(PendingBytes pendingBytes) {
        this.pendingBytes = pendingBytes;
    }

    /** Those that were decided since this was called before, to be run where they hold nobody up. */
    List<Runnable> take() {
        List<Runnable> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    void later(PendingCommit pending, CommitOutcome outcome) {
        settle(pending);
        waiting.add(() -> pending.answer(outcome));
    }

    void later(Numbered numbered, CommitOutcome outcome) {
        later(numbered.pending(), outcome);
        numbered.repetitions().forEach(repetition -> later(repetition, outcome));
    }

    void later(Map<PendingCommit, CommitOutcome> outcomes) {
        outcomes.forEach(this::later);
    }

    /** Gives back the room of a commit that is decided, once. May be called by any thread. */
    void settle(PendingCommit pending) {
        if (pending.settle()) {
            pendingBytes.giveBack(pending.size());
        }
    }
}
