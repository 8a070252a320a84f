package io.pushmi.runtime.processing.filters;

import io.pushmi.runtime.events.streams.StreamKind;
import io.pushmi.runtime.storage.ScopeId;

/**
 * What a client registers that chooses events.
 *
 * @param scope whose log it chooses from; the default one for public filters
 * @param kind what kind of stream is made of the events that it includes
 */
public record FilterDefinition(ScopeId scope, FilterId id, StreamKind kind) {}
