package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.CheckpointName;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.Condition;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.UncommittedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that one batch is validated against, as fresh as the head that it is to be appended at. */
final class Facts {
    private final Map<AggregateId, CompletionStage<Optional<AggregateState>>> aggregates = new HashMap<>();
    private final Map<CheckpointName, CompletionStage<Optional<Commit>>> checkpoints = new HashMap<>();
    private final Map<CommitId.Chosen, CompletionStage<Optional<Commit>>> commitIds = new HashMap<>();

    private Facts() {}

    /** Gathers what the requests are judged by: from the state at hand, and from the store's indexes what is not. */
    static CompletionStage<Facts> of(List<CommitRequest> requests, HeadState head, LogId log, EventLogStorage storage) {
        Facts facts = new Facts();
        for (CommitRequest request : requests) {
            facts.gather(request, head, log, storage);
        }
        return facts.complete();
    }

    private void gather(CommitRequest request, HeadState head, LogId log, EventLogStorage storage) {
        if (request.id() != null) {
            commitIds.computeIfAbsent(request.id(), id -> storage.lastByKey(log, new Key.OfCommitId(id)));
        }
        for (Condition condition : request.conditions()) {
            if (condition instanceof Condition.AggregateAt at) {
                gather(at.aggregate(), head, () -> storage.aggregate(log, at.aggregate()));
            } else if (condition instanceof Condition.CheckpointAt at) {
                checkpoints.computeIfAbsent(at.name(), name -> storage.lastByKey(log, new Key.OfCheckpoint(name)));
            }
        }
        for (UncommittedEvent event : request.events()) {
            AggregateId aggregate = event.aggregate();
            if (aggregate != null) {
                gather(aggregate, head, () -> storage.aggregate(log, aggregate));
            }
        }
    }

    private void gather(
            AggregateId aggregate, HeadState head, Supplier<CompletionStage<Optional<AggregateState>>> inStore) {
        aggregates.computeIfAbsent(aggregate, id -> {
            AggregateState known = head.known(id);
            return known == null ? inStore.get() : CompletableFuture.completedFuture(Optional.of(known));
        });
    }

    private CompletionStage<Facts> complete() {
        List<CompletableFuture<?>> open = new ArrayList<>();
        aggregates.values().forEach(stage -> open.add(stage.toCompletableFuture()));
        checkpoints.values().forEach(stage -> open.add(stage.toCompletableFuture()));
        commitIds.values().forEach(stage -> open.add(stage.toCompletableFuture()));
        open.removeIf(future -> future.isDone() && !future.isCompletedExceptionally());
        return open.isEmpty()
                ? CompletableFuture.completedFuture(this)
                : CompletableFuture.allOf(open.toArray(CompletableFuture[]::new))
                        .thenApply(done -> this);
    }

    /**
     * Whether one of them is of a commit after the head. Then they may be of different moments: a commit that came between
     * two look-ups is in the one and not in the other.
     */
    boolean areBeyond(Head head) {
        return aggregates.values().stream()
                        .map(Facts::found)
                        .anyMatch(state -> isBeyond(head, state, AggregateState::last))
                || Stream.concat(checkpoints.values().stream(), commitIds.values().stream())
                        .map(Facts::found)
                        .anyMatch(commit -> isBeyond(head, commit, Commit::first));
    }

    private static <T> boolean isBeyond(Head head, @Nullable T fact, Function<T, SequenceNumber> position) {
        return fact != null && !position.apply(fact).isBefore(head.next());
    }

    @Nullable
    AggregateState aggregate(AggregateId aggregate) {
        return found(aggregates.get(aggregate));
    }

    @Nullable
    SequenceNumber checkpoint(CheckpointName name) {
        Commit commit = found(checkpoints.get(name));
        return commit == null || commit.checkpoint() == null
                ? null
                : commit.checkpoint().position();
    }

    @Nullable
    Commit commit(CommitId.Chosen id) {
        return found(commitIds.get(id));
    }

    private static <T> @Nullable T found(@Nullable CompletionStage<Optional<T>> stage) {
        return stage == null ? null : stage.toCompletableFuture().join().orElse(null);
    }
}
