package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Content to be replaced for good, in commits that are known to exist. */
final class EraseOffer implements Offer {
    private final LogId log;
    private final Map<SequenceNumber, Map<Integer, Content>> commits;
    private final long size;
    private final CompletableFuture<Void> result = new CompletableFuture<>();
    private @Nullable RuntimeException problem;

    /**
     * @param commits what is to remain, by the first position of the commit and the index of the event in it
     * @param size of these commits, about
     */
    EraseOffer(LogId log, Map<SequenceNumber, Map<Integer, Content>> commits, long size) {
        this.log = log;
        this.commits = commits;
        this.size = size;
    }

    CompletionStage<Void> result() {
        return result;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean takesRoom() {
        return false;
    }

    @Override
    public boolean isAlone() {
        return true;
    }

    @Override
    public void stage(Turn turn) throws RocksDBException {
        try {
            CommitReader reader = CommitReader.of(turn.database(), log);
            List<Commit> replaced = new ArrayList<>(commits.size());
            for (Map.Entry<SequenceNumber, Map<Integer, Content>> erased : commits.entrySet()) {
                replaced.add(replace(reader.commitAt(erased.getKey()), erased.getValue()));
            }
            for (Commit commit : replaced) {
                turn.put(Column.COMMITS, Layout.commit(reader.number(), commit.first()), CommitCodec.encode(commit));
            }
        } catch (StorageDamaged | StorageUnavailable unreadable) {
            problem = unreadable;
        }
    }

    @Override
    public void written() {
        if (problem != null) {
            result.completeExceptionally(problem);
        } else {
            result.complete(null);
        }
    }

    @Override
    public void failed(String reason) {
        refused(reason);
    }

    @Override
    public void refused(String reason) {
        result.completeExceptionally(new StorageUnavailable(reason, null));
    }

    private static Commit replace(Commit commit, Map<Integer, Content> remaining) {
        List<Event> events = new ArrayList<>(commit.events());
        remaining.forEach(
                (index, content) -> events.set(index, events.get(index).erasedTo(content)));
        return commit.withEvents(events);
    }
}
