package io.pushmi.runtime.log;

import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitKind;

/**
 * How a log remembers that content of events before was erased: a commit for itself, which follows once the store no
 * longer returns that content. Whoever keeps older commits in memory lets go of them when he sees one.
 */
public final class ErasureRecord {
    /** The type of its event. */
    public static final EventType TYPE = new EventType(new EventTypeId("pushmi.erased"), Generation.FIRST);

    private ErasureRecord() {}

    /** Whether the commit is one. */
    public static boolean isIn(Commit commit) {
        return commit.kind() == CommitKind.SYSTEM
                && commit.events().stream().anyMatch(event -> TYPE.equals(event.type()));
    }
}
