package io.pushmi.runtime.doors.dolittle;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.MetadataUtils;
import io.pushmi.contracts.runtime.events.EventStoreGrpc;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.events.ArtifactRegistry;
import io.pushmi.runtime.events.CommitLimits;
import io.pushmi.runtime.events.EventReading;
import io.pushmi.runtime.events.EventStore;
import io.pushmi.runtime.events.erasing.Erasures;
import io.pushmi.runtime.events.erasing.Redactions;
import io.pushmi.runtime.execution.ExecutionContextPolicy;
import io.pushmi.runtime.execution.Version;
import io.pushmi.runtime.leases.SoleLeases;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.log.LogSettings;
import io.pushmi.runtime.processing.ProcessingSettings;
import io.pushmi.runtime.processing.Processors;
import io.pushmi.runtime.processing.RecordingProcessors;
import io.pushmi.runtime.processing.filters.Filters;
import io.pushmi.runtime.processing.projections.Projections;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.MemoryReadModels;
import io.pushmi.runtime.storage.SpecStores;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.tenancy.Tenants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;

/** The door before a Runtime of its own, whose store is in memory, and a client's channel to it. */
final class Door implements AutoCloseable {
    static final Version RUNTIME = new Version(3, 2, 1, 0, "");

    private static final int MEBIBYTE = 1024 * 1024;

    private final StorageEngine engine = SpecStores.open();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final ArtifactRegistry artifacts;
    private final EventLogs eventLogs;
    private final Processors processors;
    private final RecordingProcessors operated = new RecordingProcessors();
    private final Server server;
    private final ManagedChannel channel;
    private final Server managementServer;
    private final ManagedChannel management;

    private Door(
            Map<String, String> environment,
            UnaryOperator<EventLogStorage> storage,
            Duration longestWait,
            WireShape unlessTold) {
        RuntimeConfiguration configuration = RuntimeConfiguration.load(Path.of("no-such-folder"), environment);
        Tenants tenants = new Tenants(configuration.tenants().keySet());
        ExecutionContextPolicy policy = new ExecutionContextPolicy(
                tenants,
                configuration.platform().configuredMicroservice(),
                configuration.platform().configuredEnvironment());
        EventLogStorage logs = storage.apply(engine.logs());
        eventLogs =
                new EventLogs(logs, LogSettings.of(longestWait, 256 * MEBIBYTE), Clock.systemUTC(), executor, timer);
        CommitLimits limits = new CommitLimits(4 * MEBIBYTE, 12 * MEBIBYTE);
        artifacts = new ArtifactRegistry(engine.states(), tenants);
        Erasures erasures =
                new Erasures(eventLogs, logs, engine.states(), Optional.empty(), tenants, new SoleLeases(), timer);
        Redactions redactions = new Redactions(eventLogs, logs, engine.states(), erasures, tenants, timer, longestWait);
        processors = new Processors(
                eventLogs,
                logs,
                engine.states(),
                new SoleLeases(),
                tenants,
                new ProcessingSettings(
                        configuration.processing().window(),
                        configuration.processing().saveAfter(),
                        configuration.processing().callTimeout(),
                        configuration.processing().grace(),
                        configuration.processing().troubledPartitions()),
                Clock.systemUTC(),
                timer);
        EventProcessing processing = new EventProcessing(
                processors,
                new Filters(processors, eventLogs, logs, engine.states(), tenants, timer),
                new Projections(processors, processors, engine.states(), new MemoryReadModels(), tenants, timer),
                timer);
        DolittleDoor door = new DolittleDoor(
                new EventStore(redactions, logs, policy, limits, Runnable::run),
                artifacts,
                tenants,
                policy,
                processing,
                configuration,
                new RuntimeVersion(RUNTIME),
                new EventReading(eventLogs, logs, tenants),
                operated);
        String name = UUID.randomUUID().toString();
        InProcessServerBuilder builder = InProcessServerBuilder.forName(name);
        door.privateServices(unlessTold).forEach(builder::addService);
        server = start(builder);
        channel = InProcessChannelBuilder.forName(name).build();
        String managementName = UUID.randomUUID().toString();
        InProcessServerBuilder managementBuilder = InProcessServerBuilder.forName(managementName);
        door.managementServices().forEach(managementBuilder::addService);
        managementServer = start(managementBuilder);
        management = InProcessChannelBuilder.forName(managementName)
                .maxInboundMessageSize(128 * MEBIBYTE)
                .build();
    }

    /** A Runtime without configuration. */
    static Door open() {
        return configured(Map.of());
    }

    static Door configured(Map<String, String> environment) {
        return new Door(environment, UnaryOperator.identity(), Duration.ofSeconds(10), WireShape.TEXT);
    }

    /** A Runtime whose event logs are kept by something else, around the real one; it waits only shortly. */
    static Door before(UnaryOperator<EventLogStorage> storage) {
        return new Door(Map.of(), storage, Duration.ofMillis(200), WireShape.TEXT);
    }

    /** A port for clients of generation 5. */
    static Door forUuids() {
        return new Door(Map.of(), UnaryOperator.identity(), Duration.ofSeconds(10), WireShape.UUID);
    }

    Channel channel() {
        return channel;
    }

    /** To the port for operators. */
    Channel management() {
        return management;
    }

    /** What operators are shown and step in with, apart from what works for clients. */
    RecordingProcessors operated() {
        return operated;
    }

    EventStoreGrpc.EventStoreBlockingStub events() {
        return EventStoreGrpc.newBlockingStub(channel);
    }

    /** A client that chooses the ids of its commits. */
    EventStoreGrpc.EventStoreBlockingStub eventsWithCommitId(String... ids) {
        Metadata headers = new Metadata();
        for (String id : ids) {
            headers.put(CommitIdHeader.KEY, id);
        }
        return events().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** What the store really holds. */
    EventLogStorage stored() {
        return engine.logs();
    }

    /** The logs as the Runtime's own rooms use them. */
    EventLogs logs() {
        return eventLogs;
    }

    Processors processors() {
        return processors;
    }

    ArtifactRegistry artifacts() {
        return artifacts;
    }

    /** From now on the store serves nothing. */
    void crashStore() {
        engine.close();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        management.shutdownNow();
        server.shutdownNow();
        managementServer.shutdownNow();
        timer.shutdownNow();
        executor.shutdownNow();
        engine.close();
    }

    private static Server start(InProcessServerBuilder builder) {
        try {
            return builder.build().start();
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }
}
