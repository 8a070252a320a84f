package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.events.erasing.Retries;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Brings the store up to what memory has, one time after the other. May be used by any number of threads.
 *
 * <p><b>Implementer's note.</b> Read models are written before the position of their processor. After a crash the events
 * in between come again, and each read model knows which of them it has. That needs a tombstone where one was deleted:
 * without it the events before the deletion would be applied once more, to a state that they were never meant for. The
 * tombstone goes with the first write after the position was saved behind the deletion.
 *
 * <p>Copies come between both: behind the read models, so that whoever lost them to another Runtime copies nothing, and
 * before the position, so that what a crash leaves uncopied is copied when its events come again.
 */
final class WriteBehind {
    private static final int MOST_CHANGES = 256;
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private final ModelsInMemory memory;
    private final StoredModels store;
    private final Copies copies;
    private final Retries retries;
    private final AtomicReference<CompletionStage<Void>> last =
            new AtomicReference<>(CompletableFuture.completedFuture(null));

    WriteBehind(ModelsInMemory memory, StoredModels store, Copies copies, Retries retries) {
        this.memory = memory;
        this.store = store;
        this.copies = copies;
        this.retries = retries;
    }

    /**
     * A change of the store, and what memory is told of it.
     *
     * @param model what the store has afterwards
     */
    private record Write(ReadModelKey key, ReadModel model, StateChange change) {
        int size() {
            return change instanceof StateChange.Put put ? put.content().size() : 0;
        }
    }

    /**
     * Writes what is ahead of the store now, and then the copies of it. While one of both is unavailable it waits; fails with {@link
     * ReadModelChangedElsewhere}, and with {@link StorageUnavailable} once the timer has stopped.
     */
    CompletionStage<Void> settle() {
        return inTurn(() -> {
            Map<ReadModelKey, ReadModel> uncopied = copies.due();
            ModelsInMemory.Due due = memory.due();
            List<Write> writes = removals(due.removed());
            due.written().forEach((key, known) -> write(key, known).ifPresent(writes::add));
            return write(writes.iterator()).thenCompose(written -> copies.write(uncopied));
        });
    }

    /** Removes what no event will need any more. */
    CompletionStage<Void> tidy() {
        return inTurn(() -> write(removals(memory.superfluous()).iterator()));
    }

    /** Completes when nothing is being written any more, whatever came of it. */
    CompletionStage<Void> idle() {
        return inTurn(() -> CompletableFuture.completedFuture(null));
    }

    private interface Turn {
        CompletionStage<Void> take();
    }

    private CompletionStage<Void> inTurn(Turn turn) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletionStage<Void> unused = last.getAndSet(mine)
                .handle((done, failure) -> failure)
                .thenCompose(whatever -> turn.take())
                .whenComplete((done, failure) -> complete(mine, failure));
        return mine;
    }

    private static void complete(CompletableFuture<Void> mine, @Nullable Throwable failure) {
        if (failure == null) {
            mine.complete(null);
        } else {
            mine.completeExceptionally(Retries.cause(failure));
        }
    }

    private List<Write> removals(Map<ReadModelKey, StoredModels.Stored> superfluous) {
        List<Write> writes = new ArrayList<>();
        superfluous.forEach((key, stone) ->
                writes.add(new Write(key, stone.model(), new StateChange.Remove(store.nameOf(key), stone.revision()))));
        return writes;
    }

    private Optional<Write> write(ReadModelKey key, StoredModels.Stored known) {
        if (known.model().json() == null && known.revision().equals(Revision.ABSENT)) {
            memory.written(key, known.model(), Revision.ABSENT);
            return Optional.empty();
        }
        StateChange put = new StateChange.Put(
                store.nameOf(key), known.revision(), known.model().encode());
        return Optional.of(new Write(key, known.model(), put));
    }

    private CompletionStage<Void> write(Iterator<Write> rest) {
        List<Write> some = new ArrayList<>();
        int bytes = 0;
        while (rest.hasNext() && some.size() < MOST_CHANGES && bytes < MOST_BYTES) {
            Write next = rest.next();
            some.add(next);
            bytes += next.size();
        }
        return some.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : retries.until("Writing read models of " + store, () -> offer(some))
                        .thenCompose(written -> write(rest));
    }

    private CompletionStage<Void> offer(List<Write> writes) {
        return store.change(writes.stream().map(Write::change).toList()).thenCompose(results -> {
            CompletionStage<Void> all = CompletableFuture.completedFuture(null);
            for (int i = 0; i < results.size(); i++) {
                Write write = writes.get(i);
                if (results.get(i) instanceof StateResult.Changed changed) {
                    memory.written(write.key(), write.model(), changed.revision());
                } else {
                    all = all.thenCompose(before -> look(write));
                }
            }
            return all;
        });
    }

    /** A write that conflicts was made by an earlier try whose answer did not arrive, or else by somebody else. */
    private CompletionStage<Void> look(Write write) {
        StateName name = write.change().name();
        return store.document(name).thenAccept(found -> {
            Optional<Bytes> expected =
                    write.change() instanceof StateChange.Put put ? Optional.of(put.content()) : Optional.empty();
            if (!found.map(StateDocument::content).equals(expected)) {
                throw new ReadModelChangedElsewhere(name);
            }
            memory.written(
                    write.key(),
                    write.model(),
                    found.map(StateDocument::revision).orElse(Revision.ABSENT));
        });
    }
}
