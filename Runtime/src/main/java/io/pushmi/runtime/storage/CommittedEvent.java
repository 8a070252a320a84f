package io.pushmi.runtime.storage;

import java.util.Objects;

/** One event seen in its commit, so that a reader knows the commit's bounds. */
public record CommittedEvent(Commit commit, int index) {
    public CommittedEvent {
        Objects.checkIndex(index, commit.count());
    }

    public SequenceNumber sequenceNumber() {
        return commit.numberOf(index);
    }

    public Event event() {
        return commit.events().get(index);
    }
}
