package io.pushmi.runtime.server;

import io.pushmi.runtime.configuration.Endpoint;
import io.pushmi.runtime.configuration.EndpointName;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Every port on which a Runtime serves something. */
final class Ports {
    /** Those of all endpoints that have something behind them; an open port with nothing behind it misleads. */
    private static final List<EndpointName> SERVED =
            List.of(EndpointName.PRIVATE, EndpointName.PRIVATE_V5, EndpointName.MANAGEMENT);

    /** How long calls may go on once the Runtime stops and commits are decided. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Map<EndpointName, GrpcPort> ports;

    private Ports(Map<EndpointName, GrpcPort> ports) {
        this.ports = Collections.unmodifiableMap(ports);
    }

    /**
     * Takes all of them, or none.
     *
     * @throws CannotStart if one cannot be had
     */
    static Ports bind(RuntimeConfiguration configuration) {
        Map<EndpointName, GrpcPort> bound = new EnumMap<>(EndpointName.class);
        try {
            for (EndpointName name : SERVED) {
                Endpoint endpoint = configuration.endpoint(name);
                if (endpoint.enabled()) {
                    bound.put(name, GrpcPort.bind(name, endpoint, configuration.limits()));
                }
            }
        } catch (RuntimeException taken) {
            new Ports(bound).close();
            throw taken;
        }
        return new Ports(bound);
    }

    Map<EndpointName, GrpcPort> all() {
        return ports;
    }

    /** Where they are, in the order of their names. */
    List<BoundEndpoint> endpoints() {
        return ports.values().stream().map(GrpcPort::endpoint).toList();
    }

    /** Takes no more calls, waits for those in progress within a limit, and lets go of the ports. */
    void close() {
        List<GrpcPort> all = new ArrayList<>(ports.values());
        all.forEach(GrpcPort::shutdown);
        long end = System.nanoTime() + GRACE.toNanos();
        all.forEach(port -> port.awaitCalls(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
    }
}
