package io.pushmi.runtime.configuration;

import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One consumer may have one partition of one public stream of the tenant that this is configured for.
 *
 * @param consumer the microservice that consumes
 * @param consumerTenant the tenant in that microservice for which it consumes
 * @param stream the public stream
 * @param partition the partition, any text
 * @param consent identifies the agreement; it is written into every event that is consumed under it
 */
public record EventHorizonConsent(
        MicroserviceId consumer, TenantId consumerTenant, UUID stream, String partition, UUID consent) {
    static List<EventHorizonConsent> readAll(Section eventHorizons) {
        List<EventHorizonConsent> consents = new ArrayList<>();
        eventHorizons.eachById((consumer, section) -> {
            for (Section consent : section.sections("consents")) {
                read(new MicroserviceId(consumer), consent).ifPresent(consents::add);
            }
        });
        return consents;
    }

    private static Optional<EventHorizonConsent> read(MicroserviceId consumer, Section section) {
        Optional<UUID> tenant = section.require("consumerTenant", Expected.ID);
        Optional<UUID> stream = section.require("stream", Expected.ID);
        Optional<String> partition = section.requireExactly("partition", Expected.TEXT);
        Optional<UUID> consent = section.require("consent", Expected.ID);
        if (tenant.isEmpty() || stream.isEmpty() || partition.isEmpty() || consent.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new EventHorizonConsent(
                consumer, new TenantId(tenant.get()), stream.get(), partition.get(), consent.get()));
    }
}
