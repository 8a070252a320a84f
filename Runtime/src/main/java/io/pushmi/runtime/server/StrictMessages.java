package io.pushmi.runtime.server;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Holds callers to what a method takes, and services to what callers can make something of.
 *
 * <p>Bytes that are not the method's message, and none or two of them where it takes one, are {@code INVALID_ARGUMENT}
 * naming the message; the service sees nothing of them. Whatever a service does, no caller sees {@code UNKNOWN},
 * {@code INTERNAL} or a stack trace; see {@link StrictCall}. Only what is wrong below messages, in the framing of gRPC
 * itself, never gets here: gRPC answers it, as it does with messages that are larger than the port takes.
 */
final class StrictMessages {
    private final Function<String, OpenCalls> openCalls;

    /** @param openCalls where to keep calls of a method, given by its full name, while they are in progress */
    StrictMessages(Function<String, OpenCalls> openCalls) {
        this.openCalls = openCalls;
    }

    ServerServiceDefinition strict(ServerServiceDefinition service) {
        List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
        service.getMethods().forEach(method -> methods.add(strict(method)));
        ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(
                        service.getServiceDescriptor().getName())
                .setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        ServerServiceDefinition.Builder strict = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(strict::addMethod);
        return strict.build();
    }

    private <Q, R> ServerMethodDefinition<Received<Q>, R> strict(ServerMethodDefinition<Q, R> method) {
        MethodDescriptor<Q, R> descriptor = method.getMethodDescriptor();
        StrictMarshaller<Q> marshaller = new StrictMarshaller<>(descriptor);
        return ServerMethodDefinition.create(
                descriptor.toBuilder(marshaller, descriptor.getResponseMarshaller())
                        .build(),
                (call, headers) -> start(method, call, headers, marshaller.messageName()));
    }

    private <Q, R> ServerCall.Listener<Received<Q>> start(
            ServerMethodDefinition<Q, R> method,
            ServerCall<Received<Q>, R> transport,
            Metadata headers,
            String messageName) {
        StrictCall<Q, R> call = new StrictCall<>(transport, method.getMethodDescriptor());
        ServerCallHandler<Q, R> service = method.getServerCallHandler();
        Optional<Status> objection = CallHeaders.objectionTo(headers);
        if (objection.isPresent()) {
            call.close(objection.get(), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        OpenCalls open = openCalls.apply(method.getMethodDescriptor().getFullMethodName());
        try {
            StrictListener<Q, R> listener =
                    new StrictListener<>(call, service.startCall(call, headers), messageName, open);
            open.add(call);
            return listener;
        } catch (RuntimeException | Error failure) {
            call.fail(failure);
            return new ServerCall.Listener<>() {};
        }
    }
}
