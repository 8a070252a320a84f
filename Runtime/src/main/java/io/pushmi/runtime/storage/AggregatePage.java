package io.pushmi.runtime.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates of a log, in an order of the engine's own.
 *
 * @param next what to pass for the following page, or null where there is none
 */
public record AggregatePage(
        List<AggregateState> aggregates, @Nullable Bytes next) {
    public AggregatePage {
        aggregates = List.copyOf(aggregates);
    }
}
