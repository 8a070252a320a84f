package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.runtime.events.processing.FilterResponse;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterResponse;
import io.pushmi.contracts.runtime.events.processing.ProcessorFailure;
import io.pushmi.runtime.processing.Retry;
import io.pushmi.runtime.processing.filters.FilterAnswer;
import io.pushmi.runtime.storage.PartitionId;

/** What filters say of events. */
final class FilterAnswers {
    private static final FilterAnswer INCLUDED = new FilterAnswer.Included(new PartitionId(""));

    private FilterAnswers() {}

    /** The answer of a filter whose stream has no partitions. */
    static FilterAnswer read(FilterResponse wire) {
        if (wire.hasFailure()) {
            return failed(wire.getFailure());
        }
        return wire.getIsIncluded() ? INCLUDED : FilterAnswer.EXCLUDED;
    }

    static FilterAnswer read(PartitionedFilterResponse wire) {
        if (wire.hasFailure()) {
            return failed(wire.getFailure());
        }
        if (!wire.getIsIncluded()) {
            return FilterAnswer.EXCLUDED;
        }
        try {
            return new FilterAnswer.Included(new PartitionId(WireShape.read(wire.getPartitionId(), "partitionId")));
        } catch (MalformedRequest malformed) {
            return new FilterAnswer.Failed(
                    "the client's answer cannot be used: " + malformed.getMessage(), Retry.UNSPECIFIED);
        }
    }

    private static FilterAnswer failed(ProcessorFailure failure) {
        return new FilterAnswer.Failed(failure.getReason(), Retries.wanted(failure));
    }
}
