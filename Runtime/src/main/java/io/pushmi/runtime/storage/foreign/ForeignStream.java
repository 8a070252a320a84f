package io.pushmi.runtime.storage.foreign;

import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.StreamId;

/**
 * A stream that a filter makes.
 *
 * @param scope whose log it is made of
 * @param partitioned whether the filter gives each event its partition
 * @param isPublic whether it is for other microservices
 */
public record ForeignStream(ScopeId scope, StreamId id, boolean partitioned, boolean isPublic) {}
