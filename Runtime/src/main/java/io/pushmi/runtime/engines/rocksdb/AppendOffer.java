package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Commits that are to follow one another in a log. */
final class AppendOffer implements Offer {
    private final LogId log;
    private final List<EncodedCommit> commits;
    private final long size;
    private final CompletableFuture<AppendResult> result = new CompletableFuture<>();
    private int staged;
    private boolean isTaken;
    private @Nullable String problem;

    AppendOffer(LogId log, List<EncodedCommit> commits) {
        this.log = log;
        this.commits = commits;
        size = commits.stream().mapToLong(EncodedCommit::size).sum();
    }

    CompletionStage<AppendResult> result() {
        return result;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean takesRoom() {
        return true;
    }

    @Override
    public void stage(Turn turn) throws RocksDBException {
        try {
            stage(turn.log(log));
        } catch (StorageDamaged | StorageUnavailable unreadable) {
            problem = unreadable.getMessage();
        }
    }

    private void stage(StagedLog into) throws RocksDBException {
        isTaken = !into.head().next().equals(commits.get(0).commit().first());
        long room = Turn.LIMIT;
        while (!isTaken && staged < commits.size()) {
            EncodedCommit next = commits.get(staged);
            // More than fits into one batch is left to be offered again; one that never fits goes in alone.
            if (staged > 0 && next.size() > room) {
                return;
            }
            into.append(next);
            staged++;
            room -= next.size();
        }
    }

    @Override
    public void written() {
        if (problem != null) {
            refused(problem);
        } else if (isTaken) {
            result.complete(new AppendResult.PositionTaken(0));
        } else {
            result.complete(new AppendResult.Appended(staged));
        }
    }

    @Override
    public void failed(String reason) {
        result.complete(staged == 0 ? new AppendResult.Refused(0, reason) : new AppendResult.Unknown(0, reason));
    }

    @Override
    public void refused(String reason) {
        result.complete(new AppendResult.Refused(0, reason));
    }
}
