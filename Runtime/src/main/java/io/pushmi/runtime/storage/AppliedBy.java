package io.pushmi.runtime.storage;

/** Which aggregate applied an event, and the version it had when it did. */
public record AppliedBy(AggregateId aggregate, AggregateVersion version) {}
