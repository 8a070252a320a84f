package io.pushmi.runtime.configuration;

import java.net.URI;
import java.util.Optional;

/**
 * What is exported over OTLP.
 *
 * @param endpoint the collector; without one nothing is exported, whatever the switches say
 * @param serviceName the name that exported data carries
 */
public record OpenTelemetry(
        Optional<URI> endpoint, String serviceName, boolean logging, boolean tracing, boolean metrics) {
    static OpenTelemetry read(Section openTelemetry) {
        return new OpenTelemetry(
                openTelemetry.find("endpoint", Expected.HTTP_ADDRESS),
                openTelemetry.get("serviceName", Expected.TEXT, "dolittle-runtime"),
                openTelemetry.get("logging", Expected.SWITCH, true),
                openTelemetry.get("tracing", Expected.SWITCH, true),
                openTelemetry.get("metrics", Expected.SWITCH, true));
    }
}
