package io.pushmi.runtime.server;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a port serves. A port is taken before there is anything behind it, so that a taken one is found before the store
 * is touched; until then, whoever calls is told to come back.
 */
final class ServedMethods extends HandlerRegistry {
    private volatile Served served;

    /** Serves these at once; every other method is {@code UNAVAILABLE} until {@link #open}. */
    ServedMethods(List<ServerServiceDefinition> always) {
        this.served = Served.of(always, false);
    }

    /** Serves these from now on, and those that were served from the start. */
    void open(List<ServerServiceDefinition> services) {
        List<ServerServiceDefinition> all = new ArrayList<>(served.services());
        all.addAll(services);
        served = Served.of(all, true);
    }

    @Override
    public List<ServerServiceDefinition> getServices() {
        return served.services();
    }

    @Override
    public @Nullable ServerMethodDefinition<?, ?> lookupMethod(String method, @Nullable String authority) {
        Served now = served;
        ServerMethodDefinition<?, ?> found = now.methods().get(method);
        return found != null || now.isOpen() ? found : starting(method);
    }

    private static ServerMethodDefinition<byte[], byte[]> starting(String method) {
        MethodDescriptor<byte[], byte[]> any = MethodDescriptor.newBuilder(AnyMessage.MARSHALLER, AnyMessage.MARSHALLER)
                .setType(MethodType.UNKNOWN)
                .setFullMethodName(method)
                .build();
        return ServerMethodDefinition.create(any, (call, headers) -> {
            call.close(Status.UNAVAILABLE.withDescription("the Runtime is starting"), new Metadata());
            return new ServerCall.Listener<>() {};
        });
    }

    private record Served(
            List<ServerServiceDefinition> services, Map<String, ServerMethodDefinition<?, ?>> methods, boolean isOpen) {
        static Served of(List<ServerServiceDefinition> services, boolean isOpen) {
            Map<String, ServerMethodDefinition<?, ?>> methods = new HashMap<>();
            for (ServerServiceDefinition service : services) {
                service.getMethods()
                        .forEach(method ->
                                methods.put(method.getMethodDescriptor().getFullMethodName(), method));
            }
            return new Served(List.copyOf(services), Map.copyOf(methods), isOpen);
        }
    }

    private enum AnyMessage implements Marshaller<byte[]> {
        MARSHALLER;

        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
