package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Key;
import java.util.Set;

/**
 * A commit as it was found, and what its document says besides.
 *
 * @param erasures how often content of it was replaced
 */
record StoredCommit(Commit commit, CommitBounds bounds, long erasures) {
    boolean hasAny(Set<Key> keys) {
        return commit.events().stream().anyMatch(event -> keys.stream().anyMatch(key -> key.isOf(commit, event)));
    }
}
