package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Logs that give and take commits one by one, and from some point on nothing any more, as if the process had ended. */
final class BrittleLogs extends ForwardingLogs {
    private int reads;
    private int appends;

    /** Logs that break after so many reads and so many appends. */
    BrittleLogs(EventLogStorage logs, int reads, int appends) {
        super(logs);
        this.reads = reads;
        this.appends = appends;
    }

    @Override
    public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
        if (reads == 0) {
            return CompletableFuture.failedFuture(new StorageUnavailable("it broke", null));
        }
        reads--;
        return super.read(log, from, new PageLimit(1, limit.bytes()));
    }

    @Override
    public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
        if (appends == 0) {
            return CompletableFuture.completedFuture(new AppendResult.Refused(0, "it broke"));
        }
        appends--;
        return super.append(log, commits.subList(0, 1));
    }
}
