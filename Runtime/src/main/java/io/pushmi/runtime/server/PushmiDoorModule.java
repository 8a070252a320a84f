package io.pushmi.runtime.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import io.pushmi.runtime.doors.pushmi.PushmiDoor;
import io.pushmi.runtime.events.EventReading;
import io.pushmi.runtime.events.erasing.Erasures;
import io.pushmi.runtime.management.StoreKeeping;
import io.pushmi.runtime.processing.OperateProcessors;
import io.pushmi.runtime.tenancy.Tenants;
import jakarta.inject.Singleton;

/** The door for operators and tools. */
final class PushmiDoorModule extends AbstractModule {
    private final Threads threads;

    PushmiDoorModule(Threads threads) {
        this.threads = threads;
    }

    @Provides
    @Singleton
    PushmiDoor door(
            EventReading reading,
            Tenants tenants,
            StoreKeeping keeping,
            Erasures erasures,
            OperateProcessors processors) {
        return new PushmiDoor(reading, tenants, keeping, erasures, processors, threads.reading());
    }
}
