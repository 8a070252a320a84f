package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Gives up events of failing partitions: first it is put down who wants that, then the partition goes on behind the event,
 * and the wish is fulfilled when that is durable too. Used inside the loop only.
 */
final class Skipping {
    /** Whose events are given up. */
    interface Subject {
        /** Why an event cannot be given up now; null if it can. */
        @Nullable
        String obstacle(PartitionId partition, SequenceNumber position);

        /** Keeps the event from being delivered. */
        void hold(PartitionId partition);

        /** Goes on with the event that was kept back, or behind it. */
        void release(PartitionId partition, boolean without);
    }

    private final Workplace at;
    private final Loop loop;
    private final Saving saving;
    private final Subject subject;

    Skipping(Workplace at, Loop loop, Saving saving, Subject subject) {
        this.at = at;
        this.loop = loop;
        this.saving = saving;
        this.subject = subject;
    }

    void skip(PartitionId partition, SequenceNumber position, Skip skip, CompletableFuture<OperationResult> result) {
        String obstacle = subject.obstacle(partition, position);
        if (obstacle != null) {
            result.complete(new OperationResult.Refused(obstacle));
            return;
        }
        subject.hold(partition);
        SkippedEvent skipped =
                new SkippedEvent(position, partition, skip, at.clock().instant());
        CompletionStage<Void> unused = new Skips(at.states())
                .put(at.tenant(), at.definition().id(), skipped)
                .whenComplete((put, failure) -> loop.run(() -> wasPut(partition, failure, result)));
    }

    private void wasPut(PartitionId partition, @Nullable Throwable failure, CompletableFuture<OperationResult> result) {
        if (result.isDone()) {
            return;
        }
        subject.release(partition, failure == null);
        if (failure != null) {
            result.completeExceptionally(Causes.of(failure));
            return;
        }
        CompletionStage<Void> unused = saving.save().whenComplete((saved, unsaved) -> {
            if (unsaved == null) {
                result.complete(OperationResult.DONE);
            } else {
                result.completeExceptionally(unsaved);
            }
        });
    }
}
