package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.StorageUnavailable;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.rocksdb.RocksDBException;

/**
 * The store as it is between two writes, to be linked into a folder beside the database. Since nothing is being written
 * then, the checkpoint ends with a whole write, and what it holds can be counted exactly.
 */
final class CheckpointOffer implements Offer {
    private final Path folder;
    private final CompletableFuture<Content> result = new CompletableFuture<>();
    private Content staged = new Content(0, 0);

    record Content(long logs, long events) {}

    /** @param folder does not exist, in the file system of the database */
    CheckpointOffer(Path folder) {
        this.folder = folder;
    }

    CompletionStage<Content> result() {
        return result;
    }

    @Override
    public long size() {
        return 0;
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
        turn.database().checkpoint(folder);
        staged = content(turn.database());
    }

    @Override
    public void written() {
        result.complete(staged);
    }

    @Override
    public void failed(String reason) {
        refused(reason);
    }

    @Override
    public void refused(String reason) {
        result.completeExceptionally(new StorageUnavailable("the backup cannot be made: " + reason, null));
    }

    private static Content content(Database database) throws RocksDBException {
        long events = 0;
        LogNumber end = database.directory().counters().nextLog();
        for (LogNumber log = new LogNumber(0); log.value() < end.value(); log = log.next()) {
            events += database.directory()
                    .headOf(database.directory().nameOf(log), log)
                    .next()
                    .value();
        }
        return new Content(end.value(), events);
    }
}
