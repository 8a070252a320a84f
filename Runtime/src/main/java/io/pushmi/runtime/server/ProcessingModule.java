package io.pushmi.runtime.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.pushmi.runtime.configuration.Processing;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.doors.dolittle.EventProcessing;
import io.pushmi.runtime.engines.mongodb.MongoReadModels;
import io.pushmi.runtime.leases.Leases;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.processing.OperateProcessors;
import io.pushmi.runtime.processing.ProcessingSettings;
import io.pushmi.runtime.processing.Processors;
import io.pushmi.runtime.processing.RegisterProcessors;
import io.pushmi.runtime.processing.filters.Filters;
import io.pushmi.runtime.processing.projections.Projections;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** What works through events for clients. */
final class ProcessingModule extends AbstractModule {
    private final Threads threads;

    ProcessingModule(Threads threads) {
        this.threads = threads;
    }

    @Override
    protected void configure() {
        bind(RegisterProcessors.class).to(Processors.class);
        bind(OperateProcessors.class).to(Processors.class);
    }

    @Provides
    @Singleton
    Processors processors(
            EventLogs logs,
            EventLogStorage storage,
            StateStorage states,
            Leases leases,
            Tenants tenants,
            RuntimeConfiguration configuration) {
        return new Processors(
                logs,
                storage,
                states,
                leases,
                tenants,
                settings(configuration.processing()),
                Clock.systemUTC(),
                threads.timer());
    }

    @Provides
    @Singleton
    Filters filters(
            RegisterProcessors processors,
            EventLogs logs,
            EventLogStorage storage,
            StateStorage states,
            Tenants tenants) {
        return new Filters(processors, logs, storage, states, tenants, threads.timer());
    }

    @Provides
    @Singleton
    Projections projections(
            RegisterProcessors processors,
            OperateProcessors operations,
            StateStorage states,
            MongoReadModels databases,
            Tenants tenants) {
        return new Projections(processors, operations, states, databases, tenants, threads.timer());
    }

    /** Of the tenants for which one is configured: what clients are told without that is a guess. */
    @Provides
    @Singleton
    MongoReadModels readModels(RuntimeConfiguration configuration) {
        Map<TenantId, String> addresses = new HashMap<>();
        configuration.tenants().forEach((tenant, configured) -> {
            if (!configured.readModels().isDefault()) {
                addresses.put(tenant, configured.readModels().connectionString());
            }
        });
        return MongoReadModels.at(addresses);
    }

    @Provides
    @Singleton
    EventProcessing forClients(RegisterProcessors processors, Filters filters, Projections projections) {
        return new EventProcessing(processors, filters, projections, threads.timer());
    }

    private static ProcessingSettings settings(Processing processing) {
        return new ProcessingSettings(
                processing.window(),
                processing.saveAfter(),
                processing.callTimeout(),
                processing.grace(),
                processing.troubledPartitions());
    }
}
