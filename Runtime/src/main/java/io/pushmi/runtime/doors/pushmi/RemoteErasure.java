package io.pushmi.runtime.doors.pushmi;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.pushmi.contracts.events.v1.LogReference;
import io.pushmi.contracts.management.v1.ErasePropertiesRequest;
import io.pushmi.contracts.management.v1.EraseResponse;
import io.pushmi.contracts.management.v1.EraseSourceRequest;
import io.pushmi.contracts.management.v1.ErasedProperty;
import io.pushmi.contracts.management.v1.ErasureGrpc;
import io.pushmi.contracts.management.v1.ErasureGrpc.ErasureBlockingStub;
import io.pushmi.runtime.doors.RemoteCalls;
import io.pushmi.runtime.doors.RemoteFailure;
import io.pushmi.runtime.events.erasing.Erased;
import io.pushmi.runtime.events.erasing.ErasureId;
import io.pushmi.runtime.events.erasing.Replacement;
import io.pushmi.runtime.events.erasing.Target;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A log of a Runtime that runs, for a program that erases from it. Every method waits for the answer, however long that
 * takes, and fails with {@link RemoteFailure}. For one thread at a time, but may be closed by any.
 */
public final class RemoteErasure implements AutoCloseable {
    private static final long NOTICED_AS_GONE_AFTER_SECONDS = 20;

    private final ManagedChannel channel;
    private final ErasureBlockingStub erasure;
    private final RemoteCalls calls;
    private final LogReference log;

    private RemoteErasure(ManagedChannel channel, String runtime, LogReference log) {
        this.channel = channel;
        this.erasure = ErasureGrpc.newBlockingStub(channel);
        this.calls = new RemoteCalls(runtime, "Runtime from which something can be erased here");
        this.log = log;
    }

    /** A log of the Runtime whose management endpoint this is, with a connection that is made with the first call. */
    public static RemoteErasure at(String host, int port, TenantId tenant, ScopeId scope) {
        return new RemoteErasure(
                NettyChannelBuilder.forAddress(host, port)
                        .usePlaintext()
                        .keepAliveTime(NOTICED_AS_GONE_AFTER_SECONDS, TimeUnit.SECONDS)
                        .build(),
                host + ":" + port,
                LogReference.newBuilder()
                        .setTenant(tenant.toString())
                        .setScope(scope.toString())
                        .build());
    }

    /** Erases, and returns when nothing of it is left in the store's files. */
    public Erased erase(Target target, String by, String reason) {
        EraseResponse erased = target instanceof Target.OfSource of
                ? calls.ask(() -> erasure.eraseSource(request(of, by, reason)))
                : calls.ask(() -> erasure.eraseProperties(request((Target.OfProperties) target, by, reason)));
        return new Erased(new ErasureId(UUID.fromString(erased.getErasure())), erased.getEvents(), erased.getCommits());
    }

    /** Ends all calls, which fail. */
    @Override
    public void close() {
        channel.shutdownNow();
    }

    private EraseSourceRequest request(Target.OfSource target, String by, String reason) {
        return EraseSourceRequest.newBuilder()
                .setLog(log)
                .setEventSource(target.source().value())
                .setBy(by)
                .setReason(reason)
                .build();
    }

    private ErasePropertiesRequest request(Target.OfProperties target, String by, String reason) {
        ErasePropertiesRequest.Builder request = ErasePropertiesRequest.newBuilder()
                .setLog(log)
                .setEventType(target.type().value())
                .setBy(by)
                .setReason(reason);
        if (target.source() != null) {
            request.setEventSource(target.source().value());
        }
        target.properties().forEach((name, replacement) -> {
            ErasedProperty.Builder property = ErasedProperty.newBuilder().setName(name);
            if (replacement instanceof Replacement.Primitive primitive) {
                property.setReplacement(primitive.json());
            }
            request.addProperties(property);
        });
        return request.build();
    }
}
