package io.pushmi.runtime.configuration;

import io.pushmi.runtime.execution.MicroserviceId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The public endpoint of another microservice's Runtime.
 *
 * @param host a host name or an IP address
 * @param port 1 to 65535
 */
public record MicroserviceAddress(String host, int port) {
    static Map<MicroserviceId, MicroserviceAddress> readAll(Section microservices) {
        Map<MicroserviceId, MicroserviceAddress> addresses = new LinkedHashMap<>();
        microservices.eachById((id, section) -> {
            Optional<String> host = section.require("host", Expected.HOST);
            Optional<Integer> port = section.require("port", Expected.PORT);
            if (host.isPresent() && port.isPresent()) {
                addresses.put(new MicroserviceId(id), new MicroserviceAddress(host.get(), port.get()));
            }
        });
        return Collections.unmodifiableMap(addresses);
    }
}
