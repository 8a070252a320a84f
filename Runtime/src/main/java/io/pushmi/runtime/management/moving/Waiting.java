package io.pushmi.runtime.management.moving;

import java.util.concurrent.CompletionStage;

/** How the thread that moves a store waits for it. It has nothing else to do, so whoever starts the move lends it this. */
@FunctionalInterface
public interface Waiting {
    /** What the stage completes with; if it fails, its failure is thrown, without what only wraps it. */
    <T> T await(CompletionStage<T> answer);
}
