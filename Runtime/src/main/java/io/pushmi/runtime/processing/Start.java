package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.SequenceNumber;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where a processor begins that has no position yet.
 *
 * @param wanted what it gets when it begins there
 */
record Start(SequenceNumber position, Wanted wanted) {
    /** Fails as the store does. */
    static CompletionStage<Start> of(Workplace at) {
        StartFrom from = at.definition().startFrom();
        if (from instanceof StartFrom.Latest) {
            return at.storage().head(at.logId()).thenApply(head -> at(head.next(), at));
        }
        if (from instanceof StartFrom.At instant) {
            return ofInstant(instant, at);
        }
        SequenceNumber position = from instanceof StartFrom.Number number ? number.number() : SequenceNumber.FIRST;
        return CompletableFuture.completedFuture(at(position, at));
    }

    private static CompletionStage<Start> ofInstant(StartFrom.At from, Workplace at) {
        return at.readable()
                .positionOf(from.instant())
                .thenApply(found -> found.exists()
                        ? new Start(found.position(), Wanted.from(found.position(), at.definition()))
                        : new Start(found.position(), Wanted.onceThereIs(from.instant(), at.definition())));
    }

    private static Start at(SequenceNumber position, Workplace at) {
        return new Start(position, Wanted.from(SequenceNumber.FIRST, at.definition()));
    }
}
