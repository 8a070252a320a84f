package io.pushmi.runtime.doors.pushmi;

import io.grpc.ServerServiceDefinition;
import io.pushmi.contracts.events.v1.EventLogGrpc;
import io.pushmi.runtime.events.EventReading;
import io.pushmi.runtime.events.erasing.Erasures;
import io.pushmi.runtime.management.Reprocessing;
import io.pushmi.runtime.management.StoreKeeping;
import io.pushmi.runtime.processing.OperateProcessors;
import io.pushmi.runtime.tenancy.Tenants;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/** Pushmi's own services, which are for operators and tools. They block no thread. */
public final class PushmiDoor {
    /** The full names of the methods whose calls only end when their callers want. */
    public static final Set<String> ENDLESS =
            Set.of(EventLogGrpc.getFollowMethod().getFullMethodName());

    private final EventReading reading;
    private final Tenants tenants;
    private final StoreKeeping keeping;
    private final Erasures erasures;
    private final OperateProcessors processors;
    private final Executor executor;

    /**
     * The door before one Runtime.
     *
     * @param executor turns what was read into messages, off the threads of connections and of the store
     */
    public PushmiDoor(
            EventReading reading,
            Tenants tenants,
            StoreKeeping keeping,
            Erasures erasures,
            OperateProcessors processors,
            Executor executor) {
        this.reading = reading;
        this.tenants = tenants;
        this.keeping = keeping;
        this.erasures = erasures;
        this.processors = processors;
        this.executor = executor;
    }

    /** The services for tools beside microservices, for one port. */
    public List<ServerServiceDefinition> privateServices() {
        return List.of(eventLog(), processing());
    }

    /** The services for operators, who may do more, for one port. */
    public List<ServerServiceDefinition> managementServices() {
        return List.of(
                eventLog(),
                processing(),
                new ProcessorsService(processors, new Reprocessing(processors, reading), tenants).bindService(),
                new StoreService(keeping).bindService(),
                new ErasureService(erasures, tenants).bindService());
    }

    private ServerServiceDefinition processing() {
        return new ProcessingService(processors, tenants).bindService();
    }

    private ServerServiceDefinition eventLog() {
        return new EventLogService(reading, tenants, executor).bindService();
    }
}
