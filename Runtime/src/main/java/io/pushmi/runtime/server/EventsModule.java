package io.pushmi.runtime.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.pushmi.runtime.configuration.Limits;
import io.pushmi.runtime.events.ArtifactRegistry;
import io.pushmi.runtime.events.CommitLimits;
import io.pushmi.runtime.events.EventReading;
import io.pushmi.runtime.events.EventStore;
import io.pushmi.runtime.events.erasing.Erasures;
import io.pushmi.runtime.events.erasing.Redactions;
import io.pushmi.runtime.execution.ExecutionContextPolicy;
import io.pushmi.runtime.leases.Leases;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.Upkeep;
import io.pushmi.runtime.tenancy.Tenants;
import java.util.Optional;

/** The face of the logs towards the doors. */
final class EventsModule extends AbstractModule {
    private final Threads threads;

    EventsModule(Threads threads) {
        this.threads = threads;
    }

    @Provides
    @Singleton
    EventStore events(Redactions redactions, EventLogStorage storage, ExecutionContextPolicy policy, Limits limits) {
        CommitLimits commitLimits = new CommitLimits(limits.event(), limits.commit());
        return new EventStore(redactions, storage, policy, commitLimits, threads.reading());
    }

    @Provides
    @Singleton
    Erasures erasures(
            EventLogs logs,
            EventLogStorage storage,
            StateStorage states,
            Optional<Upkeep> upkeep,
            Tenants tenants,
            Leases leases) {
        return new Erasures(logs, storage, states, upkeep, tenants, leases, threads.timer());
    }

    @Provides
    @Singleton
    Redactions redactions(
            EventLogs logs,
            EventLogStorage storage,
            StateStorage states,
            Erasures erasures,
            Tenants tenants,
            Limits limits) {
        return new Redactions(logs, storage, states, erasures, tenants, threads.timer(), limits.commitWait());
    }

    @Provides
    @Singleton
    EventReading reading(EventLogs logs, EventLogStorage storage, Tenants tenants) {
        return new EventReading(logs, storage, tenants);
    }

    @Provides
    @Singleton
    ArtifactRegistry artifacts(StateStorage states, Tenants tenants) {
        return new ArtifactRegistry(states, tenants);
    }
}
