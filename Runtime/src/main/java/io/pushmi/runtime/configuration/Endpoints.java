package io.pushmi.runtime.configuration;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads all endpoints and sees that each has a port of its own. */
final class Endpoints {
    private static final String PORT = "port";

    private final Section section;
    private final Map<EndpointName, Endpoint> endpoints = new EnumMap<>(EndpointName.class);

    private Endpoints(Section section) {
        this.section = section;
    }

    static Map<EndpointName, Endpoint> read(Section section, List<String> warnings) {
        Endpoints reading = new Endpoints(section);
        for (EndpointName name : EndpointName.values()) {
            reading.endpoints.put(name, name.read(section.section(name.key())));
        }
        reading.makeWayForOlderSettings(warnings);
        reading.refuseSharedPorts();
        return Collections.unmodifiableMap(reading.endpoints);
    }

    /** A deployment that moves here may use the port that only this Runtime listens on by default. */
    private void makeWayForOlderSettings(List<String> warnings) {
        Endpoint ours = endpoint(EndpointName.PRIVATE_V5);
        if (section.section(EndpointName.PRIVATE_V5.key()).states(PORT)) {
            return;
        }
        for (EndpointName name : EndpointName.values()) {
            if (name != EndpointName.PRIVATE_V5 && ours.collidesWith(endpoint(name))) {
                endpoints.put(EndpointName.PRIVATE_V5, ours.disabled());
                warnings.add("endpoints.privateV5 is off: its default port " + ours.port() + " is endpoints."
                        + name.key() + ".port; set endpoints.privateV5.port to listen elsewhere");
                return;
            }
        }
    }

    private void refuseSharedPorts() {
        for (EndpointName first : EndpointName.values()) {
            for (EndpointName second : EndpointName.values()) {
                if (first.compareTo(second) < 0 && endpoint(first).collidesWith(endpoint(second))) {
                    refuse(first, second);
                }
            }
        }
    }

    private void refuse(EndpointName first, EndpointName second) {
        boolean secondStated = section.section(second.key()).states(PORT);
        EndpointName blamed = secondStated ? second : first;
        EndpointName other = secondStated ? first : second;
        section.section(blamed.key())
                .refuse(
                        PORT,
                        "found \"" + endpoint(blamed).port() + "\"",
                        "another port than endpoints." + other.key() + ".port");
    }

    private Endpoint endpoint(EndpointName name) {
        return Objects.requireNonNull(endpoints.get(name));
    }
}
