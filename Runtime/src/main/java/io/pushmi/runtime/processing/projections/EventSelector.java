package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.artifacts.EventTypeId;

/** A type of events that a projection gets, whatever their generation, and which read model each of them concerns. */
public record EventSelector(EventTypeId type, KeySelector key) {}
