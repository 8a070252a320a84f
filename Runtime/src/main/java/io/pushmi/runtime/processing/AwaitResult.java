package io.pushmi.runtime.processing;

import java.util.List;

/** What came of waiting for a processor. */
public sealed interface AwaitResult {
    /** It is done with everything up to the position. */
    record Handled() implements AwaitResult {}

    /**
     * Not in that time.
     *
     * @param troubled the partitions that are at the position or before it
     */
    record NotInTime(List<PartitionStatus> troubled) implements AwaitResult {}

    /** No client is connected for the processor, or none any more. */
    record NotConnected() implements AwaitResult {}
}
