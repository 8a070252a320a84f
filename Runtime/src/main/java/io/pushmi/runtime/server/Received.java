package io.pushmi.runtime.server;

import io.grpc.Status;

/** What came in as one message of a call. */
sealed interface Received<T> {
    /** A message of the type that the method takes. */
    record Message<T>(T value) implements Received<T> {}

    /** Bytes that are no such message, and how the caller is to be told. */
    record Unreadable<T>(Status status) implements Received<T> {}
}
