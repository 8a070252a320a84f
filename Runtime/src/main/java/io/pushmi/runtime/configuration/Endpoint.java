package io.pushmi.runtime.configuration;

import java.util.Set;

/**
 * Where to listen.
 *
 * @param host the address to bind: a host name or an IP address
 * @param port 0 to 65535, where 0 picks a free port
 * @param enabled whether to listen at all
 */
public record Endpoint(String host, int port, boolean enabled) {
    static final String ANY_ADDRESS = "0.0.0.0";
    static final String LOOPBACK = "127.0.0.1";

    private static final Set<String> WILDCARDS = Set.of(ANY_ADDRESS, "::");

    /** Whether the two cannot both listen. */
    boolean collidesWith(Endpoint other) {
        boolean sameHost =
                host.equalsIgnoreCase(other.host) || WILDCARDS.contains(host) || WILDCARDS.contains(other.host);
        return enabled && other.enabled && port != 0 && port == other.port && sameHost;
    }

    Endpoint disabled() {
        return new Endpoint(host, port, false);
    }
}
