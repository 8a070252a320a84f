package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Reads from the store the commits that one follower wants: by key while they are rare, since each is then found without
 * looking at the others, and otherwise all commits, of which the others are left out, since going through neighbours
 * costs far less than looking each one up. One page at a time.
 */
final class WantedCommits {
    /** Read by key, at least one in so many is wanted: then it goes through all of them. */
    private static final int DENSE = 8;

    /** Of all of them, less than one in so many is wanted: then it reads by key. Further away, so as not to flutter. */
    private static final int RARE = 16;

    private final EventLogStorage storage;
    private final LogId log;
    private final Set<Key> keys;
    private volatile boolean readsAll;

    WantedCommits(EventLogStorage storage, LogId log, Set<Key> keys) {
        this.storage = storage;
        this.log = log;
        this.keys = keys;
        this.readsAll = keys.isEmpty();
    }

    /** Whether the page that was read last has every commit there is. */
    boolean readsAll() {
        return readsAll;
    }

    CompletionStage<CommitPage> read(SequenceNumber from, PageLimit limit) {
        return readsAll ? storage.read(log, from, limit) : storage.readByKeys(log, keys, from, limit);
    }

    /** Those of the page that are wanted. Decides how the next one is read. */
    List<Commit> in(CommitPage page, SequenceNumber from) {
        if (keys.isEmpty()) {
            return page.commits();
        }
        List<Commit> wanted =
                readsAll ? page.commits().stream().filter(this::isWanted).toList() : page.commits();
        long passed = page.next().value() - from.value();
        long positions = wanted.stream().mapToLong(Commit::count).sum();
        readsAll = readsAll ? positions * RARE >= passed : positions * DENSE > passed;
        return wanted;
    }

    boolean isWanted(Commit commit) {
        return keys.isEmpty()
                || commit.events().stream().anyMatch(event -> keys.stream().anyMatch(key -> key.isOf(commit, event)));
    }
}
