package io.pushmi.runtime.storage.foreign;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateVersion;

/** At which version the other store says that an aggregate is, beside what its events say. */
public record ForeignAggregate(AggregateId id, AggregateVersion version) {}
