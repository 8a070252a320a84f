package io.pushmi.runtime.events.streams;

/** Whom a materialised stream is for, and whether its events are divided into partitions. */
public enum StreamKind {
    /** For its own microservice; all events are in one partition. */
    PRIVATE,
    /** For its own microservice; the filter gives each event its partition. */
    PARTITIONED,
    /** For other microservices; has public events only, and the filter gives each its partition. */
    PUBLIC
}
