package io.pushmi.runtime.processing.projections;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The copies of the read models of one edition, as far as copies are wanted. Safe for any thread. */
interface Copies {
    /** Of a projection that wants none. */
    Copies NONE = new Copies() {
        @Override
        public Optional<String> objectionTo(ReadModelKey key, String json) {
            return Optional.empty();
        }

        @Override
        public void changed(ReadModelKey key, ReadModel model) {}

        @Override
        public Map<ReadModelKey, ReadModel> due() {
            return Map.of();
        }

        @Override
        public CompletionStage<Void> write(Map<ReadModelKey, ReadModel> models) {
            return CompletableFuture.completedFuture(null);
        }
    };

    /** Why there can be no copy of a read model with that state; empty if there can be one. */
    Optional<String> objectionTo(ReadModelKey key, String json);

    /** Told of a read model as it is now, when it has changed or its copy may lack its last events. */
    void changed(ReadModelKey key, ReadModel model);

    /** The read models whose copies are to be written. */
    Map<ReadModelKey, ReadModel> due();

    /**
     * Writes copies of what was due, one call at a time. While the database is unavailable it waits; fails with {@link
     * io.pushmi.runtime.storage.StorageUnavailable} once the timer has stopped.
     */
    CompletionStage<Void> write(Map<ReadModelKey, ReadModel> models);
}
