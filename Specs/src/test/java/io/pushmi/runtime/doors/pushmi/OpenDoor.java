package io.pushmi.runtime.doors.pushmi;

import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.pushmi.contracts.events.v1.EventLogGrpc;
import io.pushmi.contracts.events.v1.LogReference;
import io.pushmi.runtime.events.EventReading;
import io.pushmi.runtime.events.erasing.Erasures;
import io.pushmi.runtime.leases.SoleLeases;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.log.LogSettings;
import io.pushmi.runtime.log.Waiting;
import io.pushmi.runtime.management.StoreKeeping;
import io.pushmi.runtime.processing.RecordingProcessors;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.MemoryEngine;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;

/** The door before logs in memory, and a client's channel to it. */
final class OpenDoor implements AutoCloseable {
    static final LogId MAIN = LogId.mainOf(TenantId.DEVELOPMENT);
    static final LogReference LOG =
            LogReference.newBuilder().setTenant(TenantId.DEVELOPMENT.toString()).build();

    private final MemoryEngine engine = MemoryEngine.open(new MemoryDisk());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final EventLogs logs;
    private final Server server;
    private final ManagedChannel channel;

    /** @param storage what the logs are read from, around the real one */
    OpenDoor(UnaryOperator<EventLogStorage> storage) {
        EventLogStorage read = storage.apply(engine.logs());
        logs = new EventLogs(
                read, LogSettings.of(Duration.ofSeconds(10), 256 << 20), Clock.systemUTC(), executor, timer);
        Tenants tenants = new Tenants(List.of(TenantId.DEVELOPMENT));
        String name = UUID.randomUUID().toString();
        InProcessServerBuilder builder = InProcessServerBuilder.forName(name);
        StoreKeeping keeping = new StoreKeeping(Optional.empty());
        Erasures erasures =
                new Erasures(logs, read, engine.states(), Optional.empty(), tenants, new SoleLeases(), timer);
        new PushmiDoor(
                        new EventReading(logs, read, tenants),
                        tenants,
                        keeping,
                        erasures,
                        new RecordingProcessors(),
                        executor)
                .privateServices()
                .forEach(builder::addService);
        server = start(builder);
        channel = InProcessChannelBuilder.forName(name)
                .maxInboundMessageSize(64 << 20)
                .build();
    }

    ManagedChannel channel() {
        return channel;
    }

    EventLogGrpc.EventLogBlockingStub stub() {
        return EventLogGrpc.newBlockingStub(channel);
    }

    RemoteLog log() {
        return log(ScopeId.DEFAULT);
    }

    RemoteLog log(ScopeId scope) {
        return log(NamedLog.of(TenantId.DEVELOPMENT, scope));
    }

    RemoteLog log(NamedLog named) {
        return RemoteLog.over(channel, "here", named);
    }

    /** Stores commits before anybody commits or follows. */
    void append(Commit... commits) {
        append(ScopeId.DEFAULT, commits);
    }

    void append(ScopeId scope, Commit... commits) {
        append(LogName.ofScope(scope), commits);
    }

    void append(LogName name, Commit... commits) {
        LogId log = new LogId(TenantId.DEVELOPMENT, name);
        engine.logs().append(log, List.of(commits)).toCompletableFuture().join();
    }

    void commit(CommitRequest request) {
        logs.commit(MAIN, request).toCompletableFuture().join();
    }

    /** How many followers wait for a commit. */
    int waitingFollowers() {
        return Waiting.followersOf(logs, MAIN);
    }

    /** What the store really holds. */
    EventLogStorage stored() {
        return engine.logs();
    }

    /** As if the power of the store failed. */
    void crashStore() {
        engine.crash();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        // The calls that this ends let go of the logs, whose threads are needed for that.
        server.shutdownNow();
        await().until(server::isTerminated);
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
