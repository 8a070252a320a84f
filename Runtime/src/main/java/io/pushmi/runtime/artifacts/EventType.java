package io.pushmi.runtime.artifacts;

/** What happened, as a kind: an event type in one of its generations. */
public record EventType(EventTypeId id, Generation generation) {}
