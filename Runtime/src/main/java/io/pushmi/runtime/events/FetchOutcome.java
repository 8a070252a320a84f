package io.pushmi.runtime.events;

import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.CommittedEvent;
import reactor.core.publisher.Flux;

/** What became of reading an aggregate. */
public sealed interface FetchOutcome {
    /**
     * The aggregate, which without any events has the initial version.
     *
     * @param version the aggregate's version, whatever part of its events is asked for
     * @param events its events in order of their versions, up to that version; read as they are requested, on threads of
     *     the store, which must not be blocked. Fails as the store does
     */
    record Found(AggregateVersion version, Flux<CommittedEvent> events) implements FetchOutcome {}

    /** This Runtime does not serve the call. */
    record Invalid(String reason) implements FetchOutcome {}
}
