package io.pushmi.runtime.storage;

import io.pushmi.runtime.execution.MicroserviceId;
import java.time.Instant;

/**
 * Where an event came from that arrived over an event horizon.
 *
 * @param sequenceNumber the event's number in the producer's event log
 * @param received when this Runtime received it
 */
public record Origin(MicroserviceId producer, SequenceNumber sequenceNumber, Instant received, ConsentId consent) {}
