package io.pushmi.runtime.server;

import io.pushmi.runtime.configuration.EndpointName;

/**
 * Where a Runtime listens.
 *
 * @param host the address as it was configured
 * @param port the port that is bound, never 0
 */
public record BoundEndpoint(EndpointName name, String host, int port) {
    /** The endpoint's key and its address. */
    @Override
    public String toString() {
        return name.key() + " " + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
