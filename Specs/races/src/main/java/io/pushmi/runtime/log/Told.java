package io.pushmi.runtime.log;

import java.util.concurrent.CompletionStage;

/** What a caller has been told of a commit, in a word. */
final class Told {
    private Told() {}

    static String by(CompletionStage<CommitOutcome> outcome) {
        CommitOutcome told = outcome.toCompletableFuture().getNow(null);
        return told == null ? "nothing" : told.getClass().getSimpleName();
    }
}
