package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets what was replaced out of the files, on a thread of its own, one purge after the other.
 *
 * <p><b>Implementer's note.</b> A value that was overwritten is still in the write-ahead log until every column's memory is
 * in tables, and in its old table until a compaction merges that with the new one. So everything is flushed, and then the
 * range compacted down to the last level. RocksDB removes the files that this leaves without use a moment later, or when
 * a read or a backup that still holds them ends; a purge is done when they are gone. What was cut off the end of a
 * write-ahead log after a crash was never acknowledged and may be anything; it goes, too.
 */
final class FilePurge {
    private static final Logger LOG = LoggerFactory.getLogger(FilePurge.class);
    private static final long BETWEEN_LOOKS_MILLISECONDS = 20;
    private static final String TORN = ".torn";

    private final StoreFolder folder;
    private final Store store;
    private final SpaceGuard space;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(Threads.named("purge"));
    private final Set<CompletableFuture<Void>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isStopped;

    FilePurge(StoreFolder folder, Store store, SpaceGuard space) {
        this.folder = folder;
        this.store = store;
        this.space = space;
    }

    CompletionStage<Void> purge(LogId log, SequenceNumber from, SequenceNumber to) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        open.add(result);
        try {
            executor.execute(() -> run(log, from, to, result));
        } catch (RejectedExecutionException closed) {
            result.completeExceptionally(new StorageUnavailable("the store is closed", closed));
        }
        return result.whenComplete((nothing, failure) -> open.removeIf(CompletableFuture::isDone));
    }

    /** Begins no other, nor another step; a step that is under way is broken off when the store is closed. */
    void stop() {
        isStopped = true;
        executor.shutdownNow();
    }

    /** Waits until everything is broken off, and tells whoever still waits for it. */
    void finish() {
        Threads.finish(executor);
        List.copyOf(open).forEach(result -> result.completeExceptionally(closing()));
    }

    private void run(LogId log, SequenceNumber from, SequenceNumber to, CompletableFuture<Void> result) {
        try {
            requireWanted();
            requireSpace();
            Set<String> before = files();
            store.use(database -> {
                database.flush();
                return true;
            });
            compact(log, from, to);
            removeTorn();
            completeWhenGone(before, result);
        } catch (RocksDBException failed) {
            result.completeExceptionally(
                    isStopped ? closing() : Failures.of("what was erased from log " + log, failed));
        } catch (IOException failed) {
            result.completeExceptionally(
                    new StorageUnavailable("files of the store cannot be read or removed: " + failed, failed));
        } catch (RuntimeException | Error failed) {
            result.completeExceptionally(failed);
        }
    }

    private void requireSpace() {
        String shortage = space.shortage();
        if (shortage != null) {
            throw new StorageUnavailable("files cannot be rewritten without what was erased: " + shortage, null);
        }
    }

    private void compact(LogId log, SequenceNumber from, SequenceNumber to) throws RocksDBException {
        store.use(database -> {
            LogNumber number = database.directory().numberOf(log);
            if (number != null) {
                database.compact(Column.COMMITS, Layout.commit(number, from), Layout.commit(number, to));
            }
            return true;
        });
    }

    private void completeWhenGone(Set<String> before, CompletableFuture<Void> result) {
        try {
            requireWanted();
            if (areGone(before)) {
                result.complete(null);
            } else {
                ScheduledFuture<?> unused = executor.schedule(
                        () -> completeWhenGone(before, result), BETWEEN_LOOKS_MILLISECONDS, TimeUnit.MILLISECONDS);
            }
        } catch (RejectedExecutionException closed) {
            result.completeExceptionally(closing());
        } catch (RocksDBException failed) {
            result.completeExceptionally(Failures.of("the files of the store", failed));
        } catch (IOException failed) {
            result.completeExceptionally(
                    new StorageUnavailable("files of the store cannot be read: " + failed, failed));
        } catch (RuntimeException | Error failed) {
            result.completeExceptionally(failed);
        }
    }

    /** Tables that are not in use any more, logs of writes that are all in tables, and what a backup keeps while it is made. */
    private boolean areGone(Set<String> before) throws RocksDBException, IOException {
        if (Files.exists(folder.checkpoint())) {
            return false;
        }
        Set<String> left = files();
        left.retainAll(before);
        left.removeAll(store.use(Database::liveFiles));
        return left.isEmpty();
    }

    /** Tables, and write-ahead logs that something is in. */
    private Set<String> files() throws IOException {
        Set<String> found = new HashSet<>();
        for (Path file : inDatabase()) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(".sst") || (name.endsWith(".log") && sizeOf(file) > 0)) {
                found.add(name);
            }
        }
        return found;
    }

    private static long sizeOf(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }

    private void removeTorn() throws IOException {
        for (Path file : inDatabase()) {
            if (file.toString().endsWith(TORN)) {
                LOG.info("Removing {}, what a crash left unfinished: it may have what was erased", file.getFileName());
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Path> inDatabase() throws IOException {
        try (Stream<Path> files = Files.list(folder.database())) {
            return files.toList();
        }
    }

    private void requireWanted() {
        if (isStopped) {
            throw closing();
        }
    }

    private static StorageUnavailable closing() {
        return new StorageUnavailable("the store is being closed", null);
    }
}
