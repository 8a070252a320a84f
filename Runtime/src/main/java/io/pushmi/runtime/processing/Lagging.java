package io.pushmi.runtime.processing;

import io.pushmi.runtime.processing.ProcessorStatus.Lag;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds out how far a processor is behind the end of its log. Fails as the store does. */
final class Lagging {
    private final Workplace at;
    private final WantedEvents events;

    Lagging(Workplace at, WantedEvents events) {
        this.at = at;
        this.events = events;
    }

    /** The same with its lag. */
    CompletionStage<ProcessorStatus> of(ProcessorStatus status) {
        SequenceNumber from = status.troubled().stream()
                .map(PartitionStatus::position)
                .filter(position -> position.isBefore(status.position()))
                .findFirst()
                .orElse(status.position());
        return events.first(from).thenCompose(this::lag).thenApply(status::with);
    }

    private CompletionStage<Lag> lag(Optional<CommittedEvent> first) {
        if (first.isEmpty()) {
            return CompletableFuture.completedFuture(Lag.NONE);
        }
        Instant occurred = first.get().commit().occurred();
        long number = first.get().sequenceNumber().value();
        return at.storage().head(at.logId()).thenApply(head -> {
            Duration age = Duration.between(occurred, at.clock().instant());
            return new Lag(head.next().value() - number, age.isNegative() ? Duration.ZERO : age);
        });
    }
}
