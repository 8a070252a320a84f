package io.pushmi.runtime.processing;

import io.pushmi.runtime.events.ReadableLog;
import io.pushmi.runtime.log.EventLog;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/** What the processor of one tenant works with. */
record Workplace(
        ProcessorDefinition definition,
        TenantId tenant,
        LogId logId,
        EventLog log,
        ReadableLog readable,
        EventLogStorage storage,
        StateStorage states,
        ProcessingSettings settings,
        Clock clock,
        ScheduledExecutorService timer,
        EventTarget target) {
    /** What it is, for people. */
    @Override
    public String toString() {
        return definition.id() + " of tenant " + tenant;
    }
}
