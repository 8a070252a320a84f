package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.SequenceNumber;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What the processor of one tenant gives its events to. Used by any number of threads; nothing here may block. */
public interface EventTarget {
    /**
     * Takes an event if there is room for it.
     *
     * @param answer told the outcome, once, on any thread, possibly before this returns
     * @param whenRoom run once, on any thread, when it is worth trying again, if there is no room now
     * @return whether it was taken; if not, {@code answer} is never called
     */
    boolean offer(Delivery delivery, Consumer<Outcome> answer, Runnable whenRoom);

    /**
     * Makes durable what came of all deliveries that are answered. A processor saves its position only behind that. Does
     * not fail while there is hope: it completes when the store lets it.
     */
    default CompletionStage<Void> settle() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Told, by a processor without partitions, that its position is durable: no event before it comes again unless the
     * processor is moved.
     */
    default void saved(SequenceNumber position) {}

    /**
     * Told first of all that a processor is about to begin, whose events go to this target alone. Nobody else works for
     * the processor until {@link #end}, and whoever did so before may have left anything behind.
     *
     * @return completes when the target can be asked for the rest; fails as the store does
     */
    default CompletionStage<Void> open() {
        return CompletableFuture.completedFuture(null);
    }

    /** Told that nothing more is delivered, and that others may work for the processor. May come more than once. */
    default void end() {}

    /** Where the target itself has come to: no event before it is to be delivered. Asked when a processor begins. */
    default CompletionStage<SequenceNumber> reached() {
        return CompletableFuture.completedFuture(SequenceNumber.FIRST);
    }

    /**
     * Which of the results that the target has made, one after the other, is being made. A position that was saved for
     * another one does not count, and the processor begins anew. Asked when a processor begins, and after {@link #rewind}.
     */
    default long edition() {
        return 0;
    }

    /**
     * Told that the processor goes back to an earlier position, while nothing is being delivered. The processor goes on
     * when the stage completes; if it fails the processor stays where it is.
     */
    default CompletionStage<Void> rewind(SequenceNumber to) {
        return CompletableFuture.completedFuture(null);
    }
}
