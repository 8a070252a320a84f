package io.pushmi.runtime.server;

import io.grpc.Metadata;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;

/**
 * Judges what comes ahead of a call. A transport that finds headers too large answers in HTTP alone, of which clients
 * make an internal error; so it lets through a lot more than calls may have.
 */
final class CallHeaders {
    /** Room for tracing and authentication. */
    static final int LARGEST = 32 * 1024;

    static final int LARGEST_FOR_TRANSPORT = 1024 * 1024;

    /** What HTTP/2 counts for a header beside its name and value. */
    private static final int OVERHEAD = 32;

    private static final String BINARY = Metadata.BINARY_HEADER_SUFFIX;

    private CallHeaders() {}

    /** Why a call with these headers is not served; empty if it is. */
    static Optional<Status> objectionTo(Metadata headers) {
        long size = sizeOf(headers);
        return size <= LARGEST
                ? Optional.empty()
                : Optional.of(Status.RESOURCE_EXHAUSTED.withDescription(
                        "the headers have " + size + " bytes, the limit is " + LARGEST));
    }

    private static long sizeOf(Metadata headers) {
        long size = 0;
        for (String name : headers.keys()) {
            size += name.length() + OVERHEAD;
            if (!canBeLookedUp(name)) {
                continue;
            }
            if (name.endsWith(BINARY)) {
                for (byte[] value : values(headers, Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER))) {
                    size += value.length;
                }
            } else {
                for (String value : values(headers, Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER))) {
                    size += value.length();
                }
            }
        }
        return size;
    }

    /** Looking up any other name fails, though a transport may let one in. */
    private static boolean canBeLookedUp(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static <T> Iterable<T> values(Metadata headers, Metadata.Key<T> key) {
        Iterable<T> values = headers.getAll(key);
        return values == null ? List.of() : values;
    }
}
