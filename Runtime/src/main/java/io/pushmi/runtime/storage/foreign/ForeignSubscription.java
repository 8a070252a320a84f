package io.pushmi.runtime.storage.foreign;

import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StreamId;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a subscription to another microservice's public stream is.
 *
 * @param scope the scope that its events go into
 * @param next the position in the public stream from which it goes on
 * @param lastReceived when it last got an event, if it did
 */
public record ForeignSubscription(
        ScopeId scope,
        MicroserviceId producer,
        TenantId producerTenant,
        StreamId stream,
        PartitionId partition,
        SequenceNumber next,
        @Nullable Instant lastReceived) {}
