package io.pushmi.runtime.storage;

/** How a store is doing. */
public sealed interface StorageHealth {
    StorageHealth HEALTHY = new Healthy();

    /** Reads and commits are served. */
    record Healthy() implements StorageHealth {}

    /** Reads are served; commits are refused for this reason. */
    record ReadOnly(String reason) implements StorageHealth {}

    /** Nothing is served for this reason. */
    record Unavailable(String reason) implements StorageHealth {}
}
