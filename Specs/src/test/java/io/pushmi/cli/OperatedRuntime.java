package io.pushmi.cli;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.pushmi.runtime.doors.pushmi.PushmiDoor;
import io.pushmi.runtime.events.Logs;
import io.pushmi.runtime.events.erasing.Erasures;
import io.pushmi.runtime.management.StoreKeeping;
import io.pushmi.runtime.processing.RecordingProcessors;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** A management endpoint whose processors stand as a spec says. */
final class OperatedRuntime implements AutoCloseable {
    private final RecordingProcessors processors = new RecordingProcessors();
    private final Logs logs;
    private final Server server;

    OperatedRuntime(TenantId... tenants) {
        logs = new Logs(tenants);
        Tenants all = new Tenants(List.of(tenants));
        Erasures erasures = logs.erasures();
        PushmiDoor door = new PushmiDoor(
                logs.reading(), all, new StoreKeeping(Optional.empty()), erasures, processors, Runnable::run);
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        door.managementServices().forEach(builder::addService);
        try {
            server = builder.build().start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    RecordingProcessors processors() {
        return processors;
    }

    /** For {@code --runtime}. */
    String management() {
        return "127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        logs.close();
    }
}
