package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;

/** An event that a processor gave up. */
public record SkippedEvent(SequenceNumber position, PartitionId partition, Skip skip, Instant when) {}
