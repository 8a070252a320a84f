package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Backup;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StatePage;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageStatistics;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.storage.Upkeep;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store whose power fails at a change of its content: right before it is made, or right after it, so that nobody hears
 * that it was. From then on every change fails.
 */
final class PowerFailure {
    private final int at;
    private final boolean isAfterwards;
    private final AtomicInteger changes = new AtomicInteger();
    private final List<String> purged = Collections.synchronizedList(new ArrayList<>());
    private final List<LogId> purgedLogs = Collections.synchronizedList(new ArrayList<>());

    private PowerFailure(int at, boolean isAfterwards) {
        this.at = at;
        this.isAfterwards = isAfterwards;
    }

    static PowerFailure never() {
        return new PowerFailure(Integer.MAX_VALUE, false);
    }

    /** @param change which change, from 1 on */
    static PowerFailure before(int change) {
        return new PowerFailure(change, false);
    }

    static PowerFailure after(int change) {
        return new PowerFailure(change, true);
    }

    boolean hasHappened() {
        return changes.get() >= at;
    }

    /** Every purge that was made, by the positions of it. */
    List<String> purged() {
        return List.copyOf(purged);
    }

    /** The log of every purge that was made. */
    List<LogId> purgedLogs() {
        return List.copyOf(purgedLogs);
    }

    EventLogStorage before(EventLogStorage logs) {
        return new ForwardingLogs(logs) {
            @Override
            public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
                return change(() -> super.append(log, commits));
            }

            @Override
            public CompletionStage<Void> erase(LogId log, Map<SequenceNumber, Content> remaining) {
                return change(() -> super.erase(log, remaining));
            }
        };
    }

    StateStorage before(StateStorage states) {
        return new StateStorage() {
            @Override
            public CompletionStage<Optional<StateDocument>> get(StateName name) {
                return states.get(name);
            }

            @Override
            public CompletionStage<List<StateResult>> change(List<StateChange> changes) {
                return PowerFailure.this.change(() -> states.change(changes));
            }

            @Override
            public CompletionStage<StatePage> list(
                    TenantId tenant, String collection, @Nullable String after, int limit) {
                return states.list(tenant, collection, after, limit);
            }

            @Override
            public CompletionStage<Set<String>> collections(TenantId tenant) {
                return states.collections(tenant);
            }
        };
    }

    Optional<Upkeep> upkeep() {
        return Optional.of(new Upkeep() {
            @Override
            public CompletionStage<Backup> backup(Path folder, BooleanSupplier isWanted) {
                throw new AssertionError("nobody should ask for a backup");
            }

            @Override
            public CompletionStage<StorageStatistics> statistics() {
                throw new AssertionError("nobody should ask for statistics");
            }

            @Override
            public CompletionStage<Void> purge(LogId log, SequenceNumber from, SequenceNumber to) {
                return change(() -> {
                    purged.add(from + "-" + to);
                    purgedLogs.add(log);
                    return CompletableFuture.completedFuture(null);
                });
            }
        });
    }

    private <T> CompletionStage<T> change(Supplier<CompletionStage<T>> change) {
        int number = changes.incrementAndGet();
        if (number < at) {
            return change.get();
        }
        return number == at && isAfterwards
                ? change.get().thenApply(made -> {
                    throw failed();
                })
                : CompletableFuture.failedFuture(failed());
    }

    private static StorageUnavailable failed() {
        return new StorageUnavailable("the power failed", null);
    }
}
