package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Backup;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageStatistics;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.storage.Upkeep;
import io.pushmi.runtime.storage.UpkeepRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies, counts and purges a store that is open.
 *
 * <p><b>Implementer's note.</b> A backup first brings to tables what is in memory, while commits go on. Then the writer
 * links a checkpoint into the data folder, between two of its writes, which takes about as long as one of them. From
 * there it is linked or copied to where it is wanted, however long that takes, by a thread of its own.
 */
final class RocksDbUpkeep implements Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(RocksDbUpkeep.class);

    private final StoreFolder folder;
    private final Readers readers;
    private final Writer writer;
    private final FilePurge purge;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(Threads.named("backup"));
    private final AtomicBoolean isBackingUp = new AtomicBoolean();
    private volatile boolean isStopped;

    RocksDbUpkeep(StoreFolder folder, Readers readers, Writer writer, FilePurge purge) {
        this.folder = folder;
        this.readers = readers;
        this.writer = writer;
        this.purge = purge;
    }

    /** Breaks off a backup that is under way. */
    void stop() {
        isStopped = true;
        purge.stop();
        // What was not begun begins only to find that it must not, so that whoever waits for it is told.
        executor.shutdownNow().forEach(Runnable::run);
    }

    /** Waits until everything is broken off. */
    void finish() {
        purge.finish();
        Threads.finish(executor);
    }

    @Override
    public CompletionStage<Backup> backup(Path target, BooleanSupplier isWanted) {
        if (!isBackingUp.compareAndSet(false, true)) {
            return CompletableFuture.failedFuture(new UpkeepRefused("another backup of this store is under way"));
        }
        CompletableFuture<Backup> result = new CompletableFuture<>();
        run(isWanted, () -> prepare(target))
                .thenCompose(real ->
                        checkpoint().thenCompose(content -> run(isWanted, () -> copy(content, real, isWanted))))
                .whenComplete((backup, failure) -> {
                    Throwable problem = discardCheckpoint(failure);
                    isBackingUp.set(false);
                    if (problem == null) {
                        result.complete(backup);
                    } else {
                        result.completeExceptionally(problem);
                    }
                });
        return result;
    }

    @Override
    public CompletionStage<StorageStatistics> statistics() {
        CompletableFuture<StorageStatistics> result = new CompletableFuture<>();
        count(new Census(), result);
        return result;
    }

    @Override
    public CompletionStage<Void> purge(LogId log, SequenceNumber from, SequenceNumber to) {
        return purge.purge(log, from, to);
    }

    /** Portion by portion, so that other readers get their turn and closing need not wait for the whole. */
    private void count(Census census, CompletableFuture<StorageStatistics> result) {
        readers.read("the store", census::goesOn).whenComplete((goesOn, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (goesOn) {
                count(census, result);
            } else {
                complete(result, () -> census.result(folder.size()));
            }
        });
    }

    private Path prepare(Path target) throws IOException {
        if (!target.isAbsolute()) {
            throw new UpkeepRefused("a backup needs an absolute path on the Runtime's machine, found " + target);
        }
        Path real = CopyTarget.require(target, folder.path());
        DurableFiles.remove(folder.checkpoint());
        return real;
    }

    private CompletionStage<CheckpointOffer.Content> checkpoint() {
        return readers.read("the store", database -> {
                    database.flush();
                    return true;
                })
                .thenCompose(flushed -> {
                    CheckpointOffer offer = new CheckpointOffer(folder.checkpoint());
                    writer.offer(offer);
                    return offer.result();
                });
    }

    private Backup copy(CheckpointOffer.Content content, Path target, BooleanSupplier isWanted) {
        try {
            long bytes = StoreCopy.link(folder.checkpoint(), target, (done, expected) -> requireWanted(isWanted));
            return new Backup(target, bytes, content.logs(), content.events());
        } catch (IOException failed) {
            requireWanted(isWanted);
            throw new UpkeepRefused(
                    "the backup cannot be written to " + target + ": " + Failures.inWords(failed), failed);
        }
    }

    private @Nullable Throwable discardCheckpoint(@Nullable Throwable failure) {
        Throwable problem =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        try {
            DurableFiles.remove(folder.checkpoint());
        } catch (IOException stays) {
            LOG.warn("{} stays until the next backup or start, and so do its files", folder.checkpoint(), stays);
        }
        return problem;
    }

    private <T> CompletionStage<T> run(BooleanSupplier isWanted, Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(() -> complete(result, () -> {
                requireWanted(isWanted);
                return work.call();
            }));
        } catch (RejectedExecutionException closed) {
            result.completeExceptionally(new StorageUnavailable("the store is closed", closed));
        }
        return result;
    }

    private void requireWanted(BooleanSupplier isWanted) {
        if (isStopped) {
            throw new StorageUnavailable("the store is being closed", null);
        }
        if (!isWanted.getAsBoolean()) {
            throw new UpkeepRefused("the backup was broken off, since nobody waits for it any more");
        }
    }

    private static <T> void complete(CompletableFuture<T> result, Callable<T> work) {
        T done;
        try {
            done = work.call();
        } catch (IOException failed) {
            result.completeExceptionally(cannot(failed));
            return;
        } catch (Exception | Error failed) {
            result.completeExceptionally(failed);
            return;
        }
        result.complete(done);
    }

    private static StorageUnavailable cannot(IOException failed) {
        return new StorageUnavailable(
                "files of the store cannot be read or written: " + Failures.inWords(failed), failed);
    }
}
