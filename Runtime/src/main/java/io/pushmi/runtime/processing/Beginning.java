package io.pushmi.runtime.processing;

import io.pushmi.runtime.leases.FencingNumber;
import io.pushmi.runtime.processing.HeldState.Change;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StateResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a processor goes on, and makes that durable.
 *
 * <p><b>Implementer's note.</b> Where several Runtimes share the store, the state is taken over first. The position is
 * changed, so that whoever held it before can save nothing more; then its partitions are written anew under the new
 * number; then the position is, from when on those with lower numbers do not count. Whoever stops half-way leaves behind
 * what the next one can take over just as well, since nothing was delivered yet.
 */
final class Beginning {
    private static final int PAGE = 500;

    private final Workplace at;
    private final StateName name;
    private final long number;

    /** @param number under which the state is taken over; null if no other Runtime shares the store */
    Beginning(Workplace at, @Nullable FencingNumber number) {
        this.at = at;
        this.number = number == null ? 0 : number.value();
        this.name = SavedPosition.nameOf(at.tenant(), at.definition().id());
    }

    /**
     * What a processor goes on with.
     *
     * @param documents of troubled partitions, also those that do not count any more
     */
    record Found(HeldState document, SavedPosition position, Wanted wanted, List<StateDocument> documents) {
        /** Troubled partitions that count. */
        List<SavedPartition> troubled() {
            return documents.stream()
                    .map(SavedPartition::decode)
                    .filter(partition -> partition.countsFor(position))
                    .toList();
        }

        /** Why the definition does not go with what was found; null if it does. */
        @Nullable
        String obstacle(Workplace at) {
            PartitionStatus failing = position.failing();
            if (at.definition().partitioned() && failing != null) {
                return at + " is to be partitioned, but fails without partitions at the event " + failing.position()
                        + "; let it succeed, or skip the event, before changing that";
            }
            int troubled = at.definition().partitioned() ? 0 : troubled().size();
            return troubled == 0
                    ? null
                    : at + " is to be without partitions, but " + troubled
                            + " of its partitions are failing or behind; let them catch up before changing that";
        }
    }

    /** Fails as the store does, and with {@link TakenOver} if another one has the lease. */
    CompletionStage<Found> find() {
        return at.target()
                .open()
                .thenCompose(open -> at.states().get(name))
                .thenCompose(document -> number == 0 ? CompletableFuture.completedFuture(document) : take(document))
                .thenCompose(document -> documents(null, new ArrayList<>())
                        .thenCompose(partitions -> number == 0
                                ? CompletableFuture.completedFuture(partitions)
                                : takePartitions(document, partitions))
                        .thenCompose(partitions -> find(document, partitions)));
    }

    /**
     * Makes durable where the processor begins if it never began anywhere, for one that stands by.
     *
     * @return why the definition does not go with what is stored, if it does not
     */
    CompletionStage<Optional<String>> prepare() {
        return at.states()
                .get(name)
                .thenCompose(document -> document.isEmpty()
                        ? Start.of(at).thenCompose(start -> prepare(start.position()))
                        : documents(null, new ArrayList<>()).thenApply(partitions -> {
                            HeldState held = new HeldState(name, document.get().revision());
                            SavedPosition position = SavedPosition.decode(document.get());
                            Wanted wanted = Wanted.from(SequenceNumber.FIRST, at.definition());
                            return Optional.ofNullable(new Found(held, position, wanted, partitions).obstacle(at));
                        }));
    }

    /** Whoever is first there says where it begins. */
    private CompletionStage<Optional<String>> prepare(SequenceNumber start) {
        SavedPosition position = new SavedPosition(start, 0, 0, 0, null, null, Fence.NONE);
        return at.states()
                .change(List.of(new StateChange.Put(name, Revision.ABSENT, position.encode())))
                .thenApply(made -> Optional.empty());
    }

    private CompletionStage<Optional<StateDocument>> take(Optional<StateDocument> document) {
        if (document.isEmpty()) {
            return CompletableFuture.completedFuture(document);
        }
        SavedPosition position = SavedPosition.decode(document.get());
        Fence fence = position.fence();
        if (fence.highest() > number) {
            throw TakenOver.by(name, number, fence.highest());
        }
        HeldState held = new HeldState(name, document.get().revision());
        Bytes content = position.with(new Fence(fence.number(), number)).encode();
        return HeldState.make(at.states(), List.of(new Change(held, content)))
                .thenApply(made -> Optional.of(new StateDocument(name, held.revision(), content)));
    }

    private CompletionStage<List<StateDocument>> takePartitions(
            Optional<StateDocument> document, List<StateDocument> partitions) {
        if (document.isEmpty()) {
            return CompletableFuture.completedFuture(partitions);
        }
        SavedPosition position = SavedPosition.decode(document.get());
        CompletionStage<List<StateDocument>> taken = CompletableFuture.completedFuture(new ArrayList<>());
        for (StateDocument partition : partitions) {
            taken = taken.thenCompose(
                    all -> takePartition(position, Optional.of(partition)).thenApply(one -> {
                        one.ifPresent(all::add);
                        return all;
                    }));
        }
        return taken;
    }

    /** As it is now, under the new number if it counts; whoever had it before may still be changing it. */
    private CompletionStage<Optional<StateDocument>> takePartition(
            SavedPosition position, Optional<StateDocument> document) {
        if (document.isEmpty()) {
            return CompletableFuture.completedFuture(document);
        }
        SavedPartition saved = SavedPartition.decode(document.get());
        if (saved.fence() > number) {
            throw TakenOver.by(document.get().name(), number, saved.fence());
        }
        if (!saved.countsFor(position)) {
            return CompletableFuture.completedFuture(document);
        }
        StateName partition = document.get().name();
        Bytes content = new SavedPartition(saved.status(), saved.run(), number).encode();
        return at.states()
                .change(List.of(new StateChange.Put(partition, document.get().revision(), content)))
                .thenCompose(results -> results.get(0) instanceof StateResult.Changed changed
                        ? CompletableFuture.completedFuture(
                                Optional.of(new StateDocument(partition, changed.revision(), content)))
                        : at.states().get(partition).thenCompose(now -> takePartition(position, now)));
    }

    private CompletionStage<Found> find(Optional<StateDocument> document, List<StateDocument> partitions) {
        Optional<SavedPosition> saved = document.map(SavedPosition::decode);
        long edition = at.target().edition();
        return Start.of(at)
                .thenCompose(start -> at.target().reached().thenCompose(reached -> {
                    SavedPosition position = saved.filter(known -> known.edition() == edition)
                            .map(known -> known.next().isBefore(start.position()) && isMovedBy(at.definition())
                                    ? new SavedPosition(
                                            start.position(),
                                            known.streamPosition(),
                                            edition,
                                            known.run(),
                                            known.lastHandled(),
                                            null,
                                            known.fence())
                                    : known)
                            .orElseGet(() -> new SavedPosition(
                                    start.position(),
                                    0,
                                    edition,
                                    saved.map(known -> known.run() + 1).orElse(0L),
                                    null,
                                    null,
                                    saved.map(SavedPosition::fence).orElse(Fence.NONE)));
                    return movedTo(reached, position, start.wanted()).thenCompose(moved -> {
                        SavedPosition next = moved.with(number == 0 ? Fence.NONE : new Fence(number, 0));
                        HeldState held = new HeldState(
                                name, document.map(StateDocument::revision).orElse(Revision.ABSENT));
                        Found found = new Found(held, next, start.wanted(), partitions);
                        return saved.filter(next::equals).isPresent() || found.obstacle(at) != null
                                ? CompletableFuture.completedFuture(found)
                                : HeldState.make(at.states(), List.of(new Change(held, next.encode())))
                                        .thenApply(made -> found);
                    });
                }));
    }

    private static boolean isMovedBy(ProcessorDefinition definition) {
        return definition.startFrom() instanceof StartFrom.At;
    }

    private CompletionStage<SavedPosition> movedTo(SequenceNumber reached, SavedPosition position, Wanted wanted) {
        if (!position.next().isBefore(reached)) {
            return CompletableFuture.completedFuture(position);
        }
        return new WantedEvents(at.storage(), at.logId(), wanted)
                .count(position.next(), reached)
                .thenApply(passed -> new SavedPosition(
                        reached,
                        position.streamPosition() + passed,
                        position.edition(),
                        position.run(),
                        position.lastHandled(),
                        null,
                        position.fence()));
    }

    private CompletionStage<List<StateDocument>> documents(@Nullable String after, List<StateDocument> read) {
        String collection = SavedPartition.collectionOf(at.definition().id());
        return at.states().list(at.tenant(), collection, after, PAGE).thenCompose(page -> {
            read.addAll(page.documents());
            return page.next() == null ? CompletableFuture.completedFuture(read) : documents(page.next(), read);
        });
    }
}
