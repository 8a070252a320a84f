package io.pushmi.runtime.storage;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Event logs in memory behind a network that loses answers: every call reaches them, and its answer the caller, at a
 * point of the {@link Simulation}'s choice. Now and then an append is cut short, its answer is lost after or before it
 * was done, or it is done only after its answer was given up; now and then a read fails.
 */
public final class SimulatedLogs implements EventLogStorage {
    private final Simulation simulation;
    private final Random random;
    private final int troublePercent;
    private final Map<LogId, MemoryLog> logs = new HashMap<>();

    public SimulatedLogs(Simulation simulation, Random random, int troublePercent) {
        this.simulation = simulation;
        this.random = random;
        this.troublePercent = troublePercent;
    }

    /** All commits as they are at this moment. */
    public List<Commit> now(LogId log) {
        return List.copyOf(log(log).all());
    }

    @Override
    public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
        return simulation.later(() -> {
            if (!hasTrouble()) {
                return append(log(log), commits, commits.size());
            }
            int part = random.nextInt(commits.size() + 1);
            switch (random.nextInt(4)) {
                case 0 -> {
                    return append(log(log), commits, part);
                }
                case 1 -> {
                    append(log(log), commits, part);
                    return new AppendResult.Unknown(0, "the answer is lost");
                }
                case 2 -> {
                    simulation.execute(() -> append(log(log), commits, commits.size()));
                    return new AppendResult.Unknown(0, "it is late");
                }
                default -> {
                    return new AppendResult.Refused(0, "not now");
                }
            }
        });
    }

    private static AppendResult append(MemoryLog log, List<Commit> commits, int part) {
        int done = 0;
        while (done < part && log.takes(commits.get(done))) {
            log.add(commits.get(done));
            done++;
        }
        boolean taken = done < commits.size() && !log.takes(commits.get(done));
        return taken ? new AppendResult.PositionTaken(done) : new AppendResult.Appended(done);
    }

    @Override
    public CompletionStage<Head> head(LogId log) {
        return read(() -> log(log).head());
    }

    @Override
    public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
        return read(() -> log(log).read(from, limit));
    }

    @Override
    public CompletionStage<CommitPage> readByKeys(LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
        return read(() -> log(log).readByKeys(keys, from, limit));
    }

    @Override
    public CompletionStage<EarlierPage> readBack(LogId log, SequenceNumber before, PageLimit limit) {
        return read(() -> log(log).readBack(before, limit));
    }

    @Override
    public CompletionStage<EarlierPage> readBackByKeys(
            LogId log, Set<Key> keys, SequenceNumber before, PageLimit limit) {
        return read(() -> log(log).readBackByKeys(keys, before, limit));
    }

    @Override
    public CompletionStage<Optional<Commit>> lastByKey(LogId log, Key key) {
        return read(() -> log(log).lastByKey(key));
    }

    @Override
    public CompletionStage<Optional<AggregateState>> aggregate(LogId log, AggregateId aggregate) {
        return read(() -> log(log).aggregate(aggregate));
    }

    @Override
    public CompletionStage<AggregatePage> aggregates(LogId log, @Nullable Bytes after, int limit) {
        return read(() -> log(log).aggregates(after, limit));
    }

    @Override
    public CompletionStage<Void> erase(LogId log, Map<SequenceNumber, Content> remaining) {
        return read(() -> {
                    log(log).erase(remaining);
                    return remaining;
                })
                .thenAccept(done -> {});
    }

    private <T> CompletionStage<T> read(Supplier<T> question) {
        return simulation.later(() -> {
            if (hasTrouble()) {
                throw new StorageUnavailable("not now", null);
            }
            return question.get();
        });
    }

    private boolean hasTrouble() {
        return random.nextInt(100) < troublePercent;
    }

    private MemoryLog log(LogId id) {
        return logs.computeIfAbsent(id, unknown -> new MemoryLog());
    }

    @Override
    public CompletionStage<Set<LogName>> names(TenantId tenant) {
        return read(() -> logs.entrySet().stream()
                .filter(log ->
                        log.getKey().tenant().equals(tenant) && !log.getValue().isEmpty())
                .map(log -> log.getKey().name())
                .collect(Collectors.toSet()));
    }
}
