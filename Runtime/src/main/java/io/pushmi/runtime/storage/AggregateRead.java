package io.pushmi.runtime.storage;

import java.util.Optional;

/**
 * An aggregate, and its commits from the first on.
 *
 * @param state what is remembered of the aggregate, no older than any commit of the page; empty if it has no events
 * @param first its first commits, at least one if it has any; the others begin at the page's {@code next}, and there are
 *     none if the state's {@code last} lies before that
 */
public record AggregateRead(Optional<AggregateState> state, CommitPage first) {}
