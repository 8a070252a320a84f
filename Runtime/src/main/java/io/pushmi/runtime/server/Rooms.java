package io.pushmi.runtime.server;

import com.google.inject.Guice;
import com.google.inject.Stage;
import io.grpc.ServerServiceDefinition;
import io.pushmi.runtime.configuration.EndpointName;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.doors.dolittle.DolittleDoor;
import io.pushmi.runtime.doors.dolittle.WireShape;
import io.pushmi.runtime.doors.pushmi.PushmiDoor;
import io.pushmi.runtime.engines.mongodb.MongoReadModels;
import io.pushmi.runtime.events.erasing.Erasures;
import io.pushmi.runtime.events.erasing.Redactions;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.processing.Processors;
import io.pushmi.runtime.processing.projections.Projections;
import io.pushmi.runtime.storage.StorageEngine;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rooms of one Runtime, wired; nobody else asks the injector for anything. */
final class Rooms {
    private final EventLogs logs;
    private final Erasures erasures;
    private final Redactions redactions;
    private final Processors processors;
    private final Projections projections;
    private final MongoReadModels readModels;
    private final DolittleDoor dolittle;
    private final PushmiDoor pushmi;

    @Inject
    Rooms(
            EventLogs logs,
            Erasures erasures,
            Redactions redactions,
            Processors processors,
            Projections projections,
            MongoReadModels readModels,
            DolittleDoor dolittle,
            PushmiDoor pushmi) {
        this.logs = logs;
        this.erasures = erasures;
        this.redactions = redactions;
        this.processors = processors;
        this.projections = projections;
        this.readModels = readModels;
        this.dolittle = dolittle;
        this.pushmi = pushmi;
    }

    /** Makes all of them, so that what cannot be made is known at once. */
    static Rooms over(StorageEngine engine, RuntimeConfiguration configuration, Threads threads) {
        return Guice.createInjector(
                        Stage.PRODUCTION,
                        new ConfigurationModule(configuration),
                        new StorageModule(engine),
                        new LeasesModule(engine.isShared(), threads),
                        new LogModule(threads),
                        new EventsModule(threads),
                        new ProcessingModule(threads),
                        new ManagementModule(),
                        new DolittleDoorModule(),
                        new PushmiDoorModule(threads))
                .getInstance(Rooms.class);
    }

    EventLogs logs() {
        return logs;
    }

    Processors processors() {
        return processors;
    }

    /** Goes on with what was begun before the last stop, in the background. */
    void resume() {
        erasures.resume();
        redactions.resume();
        projections.resume();
    }

    /** Lets go of what is not the store; whoever opened that closes it. */
    void close() {
        readModels.close();
    }

    /** The full names of the methods whose calls only end when their callers want. */
    static Set<String> endless() {
        return Stream.concat(DolittleDoor.ENDLESS.stream(), PushmiDoor.ENDLESS.stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What there is behind an endpoint. */
    List<ServerServiceDefinition> servicesOf(EndpointName endpoint) {
        return switch (endpoint) {
            case PRIVATE -> both(dolittle.privateServices(WireShape.TEXT));
            case PRIVATE_V5 -> both(dolittle.privateServices(WireShape.UUID));
            case MANAGEMENT ->
                Stream.concat(dolittle.managementServices().stream(), pushmi.managementServices().stream())
                        .toList();
            case PUBLIC, MANAGEMENT_WEB, WEB, METRICS -> List.of();
        };
    }

    private List<ServerServiceDefinition> both(List<ServerServiceDefinition> dolittleServices) {
        return Stream.concat(dolittleServices.stream(), pushmi.privateServices().stream())
                .toList();
    }
}
