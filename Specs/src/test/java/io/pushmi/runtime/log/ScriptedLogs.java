package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.LogId;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Event logs whose next appends do what a spec says; all further ones are done as they are asked for. */
final class ScriptedLogs extends ForwardingLogs {
    /** What becomes of an append. */
    interface Act {
        CompletionStage<AppendResult> append(EventLogStorage store, LogId log, List<Commit> commits);
    }

    private final EventLogStorage store;
    private final Queue<Act> acts = new ConcurrentLinkedQueue<>();
    private final List<List<Commit>> appends = new CopyOnWriteArrayList<>();

    ScriptedLogs(EventLogStorage store) {
        super(store);
        this.store = store;
    }

    /** Adds what becomes of the append after those that were scripted before. */
    ScriptedLogs then(Act act) {
        acts.add(act);
        return this;
    }

    /** The next append only reaches the store when the gate is opened. */
    ScriptedLogs thenWaitFor(CompletableFuture<Void> gate) {
        return then((logs, log, commits) -> gate.thenCompose(open -> logs.append(log, commits)));
    }

    ScriptedLogs thenAnswer(AppendResult result) {
        return then((logs, log, commits) -> CompletableFuture.completedStage(result));
    }

    /** What was offered, append by append. */
    List<List<Commit>> appends() {
        return appends;
    }

    @Override
    public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
        appends.add(List.copyOf(commits));
        Act act = acts.poll();
        return act == null ? super.append(log, commits) : act.append(store, log, commits);
    }
}
