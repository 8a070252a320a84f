package io.pushmi.runtime.configuration;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * What is configured for one tenant.
 *
 * @param eventStore the MongoDB of its events; without one they are in the embedded store
 * @param consents who may consume this tenant's public streams
 */
public record TenantConfiguration(
        ReadModels readModels, Optional<MongoEventStore> eventStore, List<EventHorizonConsent> consents) {
    public TenantConfiguration {
        consents = List.copyOf(consents);
    }

    static TenantConfiguration unconfigured(TenantId tenant) {
        return new TenantConfiguration(ReadModels.unconfigured(tenant), Optional.empty(), List.of());
    }

    static TenantConfiguration read(TenantId tenant, Section section) {
        Section resources = section.section("resources");
        return new TenantConfiguration(
                ReadModels.read(tenant, resources.section("readModels")),
                MongoEventStore.read(resources.section("eventStore")),
                EventHorizonConsent.readAll(section.section("eventHorizons")));
    }
}
