package io.pushmi.runtime.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a {@link MemoryEngine} leaves behind: every write that was synced, in order. Safe for any thread. */
public final class MemoryDisk {
    private final List<Write> synced = new ArrayList<>();
    private long syncs;

    /** One change of what is stored. Made again in the same order, writes lead to the same store. */
    sealed interface Write {
        record Appended(LogId log, List<Commit> commits) implements Write {}

        record Erased(LogId log, Map<SequenceNumber, Content> remaining) implements Write {}

        record Changed(List<StateChange> changes) implements Write {}
    }

    synchronized void sync(List<Write> writes) {
        synced.addAll(writes);
        syncs++;
    }

    synchronized List<Write> writes() {
        return List.copyOf(synced);
    }

    /** How often something was made durable so far. */
    public synchronized long syncs() {
        return syncs;
    }
}
