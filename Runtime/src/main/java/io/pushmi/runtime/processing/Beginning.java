package io.pushmi.runtime.processing;

import io.pushmi.runtime.processing.HeldState.Change;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Finds out where a processor goes on, and makes that durable. */
final class Beginning {
    private static final int PAGE = 500;

    private final Workplace at;
    private final StateName name;

    Beginning(Workplace at) {
        this.at = at;
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
                    .filter(partition -> partition.run() == position.run())
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

    /** Fails as the store does. */
    CompletionStage<Found> find() {
        return at.states()
                .get(name)
                .thenCompose(document ->
                        documents(null, new ArrayList<>()).thenCompose(partitions -> find(document, partitions)));
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
                                            null)
                                    : known)
                            .orElseGet(() -> new SavedPosition(
                                    start.position(),
                                    0,
                                    edition,
                                    saved.map(known -> known.run() + 1).orElse(0L),
                                    null,
                                    null));
                    return movedTo(reached, position, start.wanted()).thenCompose(next -> {
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
                        null));
    }

    private CompletionStage<List<StateDocument>> documents(@Nullable String after, List<StateDocument> read) {
        String collection = SavedPartition.collectionOf(at.definition().id());
        return at.states().list(at.tenant(), collection, after, PAGE).thenCompose(page -> {
            read.addAll(page.documents());
            return page.next() == null ? CompletableFuture.completedFuture(read) : documents(page.next(), read);
        });
    }
}
