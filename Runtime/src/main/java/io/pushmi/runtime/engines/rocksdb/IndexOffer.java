package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.rocksdb.RocksDBException;

/** The next piece of an index that is being built, and how far that gets it. */
final class IndexOffer implements Offer {
    private static final byte[] NOTHING = {};
    private static final int PER_ENTRY = Layout.INDEX_PREFIX + 8 + 16;

    private final KeyKind kind;
    private final List<byte[]> entries;
    private final IndexProgress reached;
    private final CompletableFuture<Void> result = new CompletableFuture<>();

    IndexOffer(KeyKind kind, List<byte[]> entries, IndexProgress reached) {
        this.kind = kind;
        this.entries = entries;
        this.reached = reached;
    }

    CompletionStage<Void> result() {
        return result;
    }

    @Override
    public long size() {
        return (long) entries.size() * PER_ENTRY;
    }

    @Override
    public boolean takesRoom() {
        return true;
    }

    @Override
    public void stage(Turn turn) throws RocksDBException {
        for (byte[] entry : entries) {
            turn.put(Column.KEYS, entry, NOTHING);
        }
        turn.put(kind, reached);
    }

    @Override
    public void written() {
        result.complete(null);
    }

    @Override
    public void failed(String reason) {
        refused(reason);
    }

    @Override
    public void refused(String reason) {
        result.completeExceptionally(new StorageUnavailable(reason, null));
    }
}
