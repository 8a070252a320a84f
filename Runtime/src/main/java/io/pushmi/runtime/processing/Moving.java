package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.SequenceNumber;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Moves a processor to another place of its log: it takes nothing more, waits for what is being handled, tells its target,
 * saves where it is now, and goes on. Used inside the loop only.
 */
final class Moving {
    /** What is moved. */
    interface Subject {
        /** Whether nothing is being handled. */
        boolean isIdle();

        /** Forgets everything of where it was. */
        void moveTo(SequenceNumber to, long streamPosition);
    }

    private final Workplace at;
    private final Loop loop;
    private final Saving saving;
    private final StreamPositions positions;
    private final Subject subject;
    private @Nullable SequenceNumber to;
    private @Nullable CompletableFuture<OperationResult> result;
    private boolean isRewinding;

    Moving(Workplace at, Loop loop, Saving saving, StreamPositions positions, Subject subject) {
        this.at = at;
        this.loop = loop;
        this.saving = saving;
        this.positions = positions;
        this.subject = subject;
    }

    /** Whether nothing is to be taken, since the processor will go on elsewhere. */
    boolean isUnderWay() {
        return result != null;
    }

    /** Whether nothing is to be saved, since the target is between two places. */
    boolean isRewinding() {
        return isRewinding;
    }

    void begin(SequenceNumber position, CompletableFuture<OperationResult> told) {
        if (result != null) {
            told.complete(new OperationResult.Refused(at + " is already being moved to " + to));
            return;
        }
        to = position;
        result = told;
    }

    void goOn() {
        SequenceNumber target = to;
        if (target == null || isRewinding || !subject.isIdle() || saving.isRunning()) {
            return;
        }
        isRewinding = true;
        CompletionStage<Void> unused = positions
                .at(target)
                .thenCompose(seen -> at.target().rewind(target).thenApply(rewound -> seen))
                .handle((seen, failure) -> {
                    loop.run(() -> rewound(target, seen, failure));
                    return null;
                });
    }

    private void rewound(SequenceNumber target, @Nullable Long seen, @Nullable Throwable failure) {
        isRewinding = false;
        to = null;
        if (seen == null) {
            finish(failure);
            return;
        }
        subject.moveTo(target, seen);
        CompletionStage<Void> unused = saving.save().whenComplete((saved, unsaved) -> finish(unsaved));
    }

    private void finish(@Nullable Throwable failure) {
        CompletableFuture<OperationResult> told = result;
        result = null;
        if (told == null) {
            return;
        }
        if (failure == null) {
            told.complete(OperationResult.DONE);
        } else {
            told.completeExceptionally(Causes.of(failure));
        }
    }
}
