package io.pushmi.runtime.doors.dolittle;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.pushmi.contracts.runtime.events.processing.EventHandlersGrpc;
import io.pushmi.contracts.runtime.events.processing.FiltersGrpc;
import io.pushmi.contracts.runtime.events.processing.ProjectionsGrpc;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.events.ArtifactRegistry;
import io.pushmi.runtime.events.EventReading;
import io.pushmi.runtime.events.EventStore;
import io.pushmi.runtime.execution.ExecutionContextPolicy;
import io.pushmi.runtime.processing.OperateProcessors;
import io.pushmi.runtime.tenancy.Tenants;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The services of the Dolittle contracts. They block no thread, and answer what goes wrong inside the Runtime with
 * failures, never with a gRPC status.
 */
@Singleton
public final class DolittleDoor {
    /** The full names of the methods whose calls only end when their callers want. */
    public static final Set<String> ENDLESS = Stream.of(
                    EventHandlersGrpc.getConnectMethod(),
                    FiltersGrpc.getConnectMethod(),
                    FiltersGrpc.getConnectPartitionedMethod(),
                    FiltersGrpc.getConnectPublicMethod(),
                    ProjectionsGrpc.getConnectMethod())
            .map(MethodDescriptor::getFullMethodName)
            .collect(Collectors.toUnmodifiableSet());

    private final EventStore events;
    private final ArtifactRegistry artifacts;
    private final Tenants tenants;
    private final CallerCheck callers;
    private final EventProcessing processing;
    private final ReverseCalls reverseCalls;
    private final RuntimeConfiguration configuration;
    private final RuntimeVersion version;
    private final EventReading reading;
    private final OperateProcessors processors;
    private final LatestBuildResults buildResults = new LatestBuildResults();

    @Inject
    public DolittleDoor(
            EventStore events,
            ArtifactRegistry artifacts,
            Tenants tenants,
            ExecutionContextPolicy policy,
            EventProcessing processing,
            RuntimeConfiguration configuration,
            RuntimeVersion version,
            EventReading reading,
            OperateProcessors processors) {
        this.events = events;
        this.artifacts = artifacts;
        this.tenants = tenants;
        this.callers = new CallerCheck(policy);
        this.processing = processing;
        this.reverseCalls = ReverseCalls.of(configuration.processing(), processing.timer(), callers);
        this.configuration = configuration;
        this.version = version;
        this.reading = reading;
        this.processors = processors;
    }

    /**
     * The services for microservices' clients, for one port. Those of all ports share what they keep in memory.
     *
     * @param unlessTold the shape in which that port's clients are taken to write ids when a call does not tell
     */
    public List<ServerServiceDefinition> privateServices(WireShape unlessTold) {
        return Stream.of(
                        new EventStoreService(events, unlessTold),
                        new EventTypesService(artifacts, callers),
                        new AggregateRootsService(artifacts, callers),
                        new EventHandlersService(processing.handlers(), reverseCalls, unlessTold),
                        new FiltersService(processing.filters(), reverseCalls, unlessTold),
                        new ProjectionsService(processing.projections(), reverseCalls, unlessTold),
                        new ProjectionsStoreService(processing.projections(), callers),
                        new TenantsService(tenants, callers),
                        new ResourcesService(configuration.tenants(), callers),
                        new HandshakeService(configuration, version, buildResults))
                .map(service -> ServerInterceptors.intercept(service, new CommitIdHeader()))
                .toList();
    }

    /** The services for operators, for one port. */
    public List<ServerServiceDefinition> managementServices() {
        return Stream.of(
                        new EventTypesManagement(artifacts),
                        new AggregateRootsManagement(events, artifacts, tenants),
                        new EventHandlersManagement(processors, reading, tenants),
                        new ProjectionsManagement(processing.projections(), processors, tenants),
                        new ClientManagement(buildResults),
                        new ConfigurationManagement(configuration))
                .map(BindableService::bindService)
                .toList();
    }
}
