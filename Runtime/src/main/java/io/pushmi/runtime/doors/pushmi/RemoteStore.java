package io.pushmi.runtime.doors.pushmi;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.pushmi.contracts.management.v1.BackupRequest;
import io.pushmi.contracts.management.v1.BackupResponse;
import io.pushmi.contracts.management.v1.StatsRequest;
import io.pushmi.contracts.management.v1.StatsResponse;
import io.pushmi.contracts.management.v1.StoreGrpc;
import io.pushmi.contracts.management.v1.StoreGrpc.StoreBlockingStub;
import io.pushmi.runtime.doors.RemoteCalls;
import io.pushmi.runtime.doors.RemoteFailure;
import io.pushmi.runtime.storage.Backup;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.StorageStatistics;
import io.pushmi.runtime.storage.StorageStatistics.LogStatistics;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The store of a Runtime that runs, for a program that keeps it. Every method waits for the answer, however long that
 * takes, and fails with {@link RemoteFailure}. For one thread at a time, but may be closed by any.
 */
public final class RemoteStore implements AutoCloseable {
    private static final int LARGEST_MESSAGE = 64 * 1024 * 1024;
    private static final long NOTICED_AS_GONE_AFTER_SECONDS = 20;

    private final ManagedChannel channel;
    private final StoreBlockingStub store;
    private final RemoteCalls calls;

    private RemoteStore(ManagedChannel channel, String runtime) {
        this.channel = channel;
        this.store = StoreGrpc.newBlockingStub(channel);
        this.calls = new RemoteCalls(runtime, "Runtime whose store can be kept here");
    }

    /** The store of the Runtime whose management endpoint this is, with a connection that is made with the first call. */
    public static RemoteStore at(String host, int port) {
        return new RemoteStore(
                NettyChannelBuilder.forAddress(host, port)
                        .usePlaintext()
                        .maxInboundMessageSize(LARGEST_MESSAGE)
                        .keepAliveTime(NOTICED_AS_GONE_AFTER_SECONDS, TimeUnit.SECONDS)
                        .build(),
                host + ":" + port);
    }

    /** Copies the store into a folder of the Runtime's machine, and returns when the copy is on disk. */
    public Backup backup(String folder) {
        BackupResponse made = calls.ask(
                () -> store.backup(BackupRequest.newBuilder().setFolder(folder).build()));
        return new Backup(Path.of(made.getFolder()), made.getBytes(), made.getLogs(), made.getEvents());
    }

    /** Counts what is in the store. */
    public StorageStatistics statistics() {
        StatsResponse stats = calls.ask(() -> store.stats(StatsRequest.getDefaultInstance()));
        return new StorageStatistics(
                stats.getBytes(),
                stats.getDocuments(),
                stats.getLogsList().stream()
                        .map(log -> new LogStatistics(
                                new LogId(new TenantId(UUID.fromString(log.getTenant())), new LogName(log.getName())),
                                log.getEvents(),
                                log.getAggregates(),
                                log.getKeys()))
                        .toList());
    }

    /** Ends all calls, which fail. */
    @Override
    public void close() {
        channel.shutdownNow();
    }
}
