package io.pushmi.runtime.leases;

import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What this Runtime has seen of the heartbeats of others. One is gone when its document was the same in a look that was
 * begun so long after the first look that found it so had ended. Used by one thread at a time.
 */
final class Others {
    private static final int REMOVED_AFTER_EXPIRIES = 3;

    private final long expiry;
    private Map<String, Seen> seen = new HashMap<>();

    private record Seen(Revision revision, long since, long lastLook) {
        long unchangedFor() {
            return lastLook - since;
        }
    }

    Others(LeaseTimes times) {
        this.expiry = times.expiry().toNanos();
    }

    /**
     * Takes in what a look found.
     *
     * @param holders the Runtimes that leases name, whether they have heartbeats or not
     */
    void look(long begun, long ended, List<StateDocument> heartbeats, Iterable<String> holders) {
        Map<String, Revision> found = new HashMap<>();
        holders.forEach(holder -> found.put(holder, Revision.ABSENT));
        heartbeats.forEach(heartbeat -> found.put(heartbeat.name().name(), heartbeat.revision()));
        Map<String, Seen> now = new HashMap<>();
        found.forEach((runtime, revision) -> {
            Seen before = seen.get(runtime);
            long since = before != null && before.revision().equals(revision) ? before.since() : ended;
            now.put(runtime, new Seen(revision, since, begun));
        });
        seen = now;
    }

    boolean isGone(String runtime) {
        Seen last = seen.get(runtime);
        return last != null && last.unchangedFor() >= expiry;
    }

    /** Whether there are heartbeats that others have left behind. */
    boolean isAnyGone() {
        return seen.values().stream()
                .anyMatch(last -> !last.revision().equals(Revision.ABSENT) && last.unchangedFor() >= expiry);
    }

    /** The heartbeats that nobody needs any more to see that their Runtimes are gone. */
    List<StateChange> superfluous(List<StateDocument> heartbeats) {
        List<StateChange> changes = new ArrayList<>();
        for (StateDocument heartbeat : heartbeats) {
            Seen last = seen.get(heartbeat.name().name());
            if (last != null && last.unchangedFor() >= REMOVED_AFTER_EXPIRIES * expiry) {
                changes.add(new StateChange.Remove(heartbeat.name(), heartbeat.revision()));
            }
        }
        return changes;
    }
}
