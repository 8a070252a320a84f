package io.pushmi.runtime.processing.filters;

import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StoredSize;

/**
 * An event on its way into a stream.
 *
 * @param size what it takes of the writer's room, from beginning to end
 * @param isReadAgain whether it was read after the last erasure that the writer knows of
 */
record Copy(CommittedEvent event, PartitionId partition, long size, boolean isReadAgain) {
    static Copy of(CommittedEvent event, PartitionId partition) {
        return new Copy(event, partition, StoredSize.of(event.event()), false);
    }

    SequenceNumber number() {
        return event.sequenceNumber();
    }

    /** Where its filter goes on behind it. */
    SequenceNumber next() {
        return number().plus(1);
    }

    Copy readAgain(CommittedEvent asItIsNow) {
        return new Copy(asItIsNow, partition, size, true);
    }

    Copy outdated() {
        return new Copy(event, partition, size, false);
    }
}
