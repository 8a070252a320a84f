package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Changes of state documents, each to be made if its document still has the expected revision. */
final class ChangeOffer implements Offer {
    private static final int PER_CHANGE = 256;

    private final List<StateChange> changes;
    private final List<StateResult> staged = new ArrayList<>();
    private final CompletableFuture<List<StateResult>> result = new CompletableFuture<>();
    private @Nullable RuntimeException problem;

    ChangeOffer(List<StateChange> changes) {
        this.changes = changes;
    }

    CompletionStage<List<StateResult>> result() {
        return result;
    }

    @Override
    public long size() {
        long size = 0;
        for (StateChange change : changes) {
            size += PER_CHANGE
                    + (change instanceof StateChange.Put put ? put.content().size() : 0);
        }
        return size;
    }

    @Override
    public boolean takesRoom() {
        return changes.stream().anyMatch(StateChange.Put.class::isInstance);
    }

    @Override
    public void stage(Turn turn) throws RocksDBException {
        try {
            List<Revision> actual = new ArrayList<>(changes.size());
            for (StateChange change : changes) {
                actual.add(turn.revisionOf(change.name()));
            }
            for (int i = 0; i < changes.size(); i++) {
                staged.add(make(changes.get(i), actual.get(i), turn));
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
            result.complete(List.copyOf(staged));
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

    private static StateResult make(StateChange change, Revision actual, Turn turn) throws RocksDBException {
        if (!actual.equals(change.expected())) {
            return new StateResult.Conflict(actual);
        }
        if (change instanceof StateChange.Put put) {
            return new StateResult.Changed(turn.put(put.name(), put.content()));
        }
        if (!actual.equals(Revision.ABSENT)) {
            turn.remove(change.name());
        }
        return new StateResult.Changed(Revision.ABSENT);
    }
}
