package io.pushmi.runtime.server;

import com.google.inject.Guice;
import com.google.inject.Stage;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.doors.dolittle.DolittleDoor;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.storage.StorageEngine;
import jakarta.inject.Inject;

/** The rooms of one Runtime, wired; nobody else asks the injector for anything. */
final class Rooms {
    private final EventLogs logs;
    private final DolittleDoor dolittle;

    @Inject
    Rooms(EventLogs logs, DolittleDoor dolittle) {
        this.logs = logs;
        this.dolittle = dolittle;
    }

    /** Makes all of them, so that what cannot be made is known at once. */
    static Rooms over(StorageEngine engine, RuntimeConfiguration configuration, Threads threads) {
        return Guice.createInjector(
                        Stage.PRODUCTION,
                        new ConfigurationModule(configuration),
                        new StorageModule(engine),
                        new LogModule(threads),
                        new EventsModule(threads),
                        new DolittleDoorModule())
                .getInstance(Rooms.class);
    }

    EventLogs logs() {
        return logs;
    }

    DolittleDoor dolittle() {
        return dolittle;
    }
}
