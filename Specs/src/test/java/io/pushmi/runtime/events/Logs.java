package io.pushmi.runtime.events;

import io.pushmi.runtime.events.erasing.Erasures;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.log.LogSettings;
import io.pushmi.runtime.storage.SpecStores;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Logs in memory, open to read. */
public final class Logs implements AutoCloseable {
    private final StorageEngine engine = SpecStores.open();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final EventReading reading;
    private final Erasures erasures;

    /** Of these tenants, without any events. */
    public Logs(TenantId... tenants) {
        EventLogs logs = new EventLogs(
                engine.logs(), LogSettings.of(Duration.ofSeconds(10), 1 << 20), Clock.systemUTC(), timer, timer);
        reading = new EventReading(logs, engine.logs(), new Tenants(List.of(tenants)));
        erasures = new Erasures(
                logs, engine.logs(), engine.states(), Optional.empty(), new Tenants(List.of(tenants)), timer);
    }

    public Erasures erasures() {
        return erasures;
    }

    public EventReading reading() {
        return reading;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        engine.close();
    }
}
