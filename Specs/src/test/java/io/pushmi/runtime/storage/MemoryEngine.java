package io.pushmi.runtime.storage;

import io.pushmi.runtime.storage.MemoryDisk.Write;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reference engine: everything in maps that one thread of its own works on, one call after the other, so that each
 * call is atomic. What it acknowledged is on its {@link MemoryDisk} and is there again when the next engine opens that.
 * Its indexes hold every kind of key from the start.
 */
public class MemoryEngine implements StorageEngine {
    private final MemoryDisk disk;
    private final Map<LogId, MemoryLog> logs = new HashMap<>();
    private final List<Write> unsynced = new ArrayList<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "memory-engine");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable MemoryDocuments documents;
    private volatile boolean crashed;

    MemoryEngine(MemoryDisk disk) {
        this.disk = disk;
    }

    /** Opens what is on the disk. No other engine may have it open. */
    public static MemoryEngine open(MemoryDisk disk) {
        return new MemoryEngine(disk).recovered();
    }

    /** This engine with everything that is on its disk; called once, before anything else. */
    final MemoryEngine recovered() {
        documents = newDocuments();
        surviving(disk.writes()).forEach(this::redo);
        return this;
    }

    @Override
    public EventLogStorage logs() {
        return new MemoryLogStorage(this);
    }

    @Override
    public StateStorage states() {
        return new MemoryStateStorage(this);
    }

    @Override
    public StorageHealth health() {
        return worker.isShutdown() ? new StorageHealth.Unavailable("closed") : StorageHealth.HEALTHY;
    }

    @Override
    public void close() {
        stop();
        if (!unsynced.isEmpty() && !crashed) {
            disk.sync(unsynced);
            unsynced.clear();
        }
    }

    /** Ends as if the power failed: what is not synced by now is gone, and what was offered is not finished. */
    public final void crash() {
        crashed = true;
        stop();
    }

    MemoryLog newLog(LogId id) {
        return new MemoryLog();
    }

    MemoryDocuments newDocuments() {
        return new MemoryDocuments();
    }

    List<Write> surviving(List<Write> writes) {
        return writes;
    }

    void sync() {
        if (crashed) {
            throw new StorageUnavailable("crashed", null);
        }
        disk.sync(unsynced);
        unsynced.clear();
    }

    /** Remembers a write that the maps already show, and makes it durable before anybody else sees them. */
    final void write(Write write) {
        unsynced.add(write);
        sync();
    }

    final MemoryLog log(LogId id) {
        return logs.computeIfAbsent(id, this::newLog);
    }

    /** Every log that somebody asked about, whether or not it has commits. */
    final Map<LogId, MemoryLog> known() {
        return logs;
    }

    Set<LogName> names(TenantId tenant) {
        return logs.entrySet().stream()
                .filter(log ->
                        log.getKey().tenant().equals(tenant) && !log.getValue().isEmpty())
                .map(log -> log.getKey().name())
                .collect(Collectors.toSet());
    }

    final MemoryDocuments documents() {
        return Objects.requireNonNull(documents, "not recovered");
    }

    final <T> CompletableFuture<T> ask(Supplier<T> question) {
        try {
            return CompletableFuture.supplyAsync(
                    () -> {
                        if (crashed) {
                            throw new StorageUnavailable("crashed", null);
                        }
                        return question.get();
                    },
                    worker);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.failedFuture(new StorageUnavailable("closed", closed));
        }
    }

    static String reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return String.valueOf(cause);
    }

    private void redo(Write write) {
        if (write instanceof Write.Appended appended) {
            appended.commits().forEach(log(appended.log())::add);
        } else if (write instanceof Write.Erased erased) {
            log(erased.log()).erase(erased.remaining());
        } else if (write instanceof Write.Changed changed) {
            documents().change(changed.changes());
        }
    }

    private void stop() {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("something waits on the engine's thread");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while finishing", interrupted);
        }
    }
}
