package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How a processor stands that another one runs, as that one saved it last. Fails as the store does. */
final class StoredStatus {
    private static final int PAGE = 500;

    private final Workplace at;

    StoredStatus(Workplace at) {
        this.at = at;
    }

    CompletionStage<ProcessorStatus> read() {
        return at.states()
                .get(SavedPosition.nameOf(at.tenant(), at.definition().id()))
                .thenCompose(
                        document -> partitions(null, new ArrayList<>()).thenCompose(saved -> status(document, saved)));
    }

    private CompletionStage<ProcessorStatus> status(Optional<StateDocument> document, List<SavedPartition> saved) {
        SavedPosition position = document.map(SavedPosition::decode)
                .orElseGet(() -> new SavedPosition(SequenceNumber.FIRST, 0, 0, 0, null, null, Fence.NONE));
        List<PartitionStatus> troubled = new ArrayList<>();
        if (position.failing() != null) {
            troubled.add(position.failing());
        }
        saved.stream()
                .filter(partition -> partition.countsFor(position))
                .map(SavedPartition::status)
                .sorted(Comparator.comparing(PartitionStatus::position))
                .forEach(troubled::add);
        WantedEvents events =
                new WantedEvents(at.storage(), at.logId(), Wanted.from(SequenceNumber.FIRST, at.definition()));
        return new Lagging(at, events)
                .of(new ProcessorStatus(
                        at.definition().id(),
                        at.tenant(),
                        position.next(),
                        position.streamPosition(),
                        at.definition().partitioned(),
                        position.lastHandled(),
                        troubled,
                        ProcessorStatus.Lag.NONE,
                        true));
    }

    private CompletionStage<List<SavedPartition>> partitions(@Nullable String after, List<SavedPartition> read) {
        String collection = SavedPartition.collectionOf(at.definition().id());
        return at.states().list(at.tenant(), collection, after, PAGE).thenCompose(page -> {
            page.documents().forEach(document -> read.add(SavedPartition.decode(document)));
            return page.next() == null ? CompletableFuture.completedFuture(read) : partitions(page.next(), read);
        });
    }
}
