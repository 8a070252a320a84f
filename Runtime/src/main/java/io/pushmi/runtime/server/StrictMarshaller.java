package io.pushmi.runtime.server;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.io.InputStream;

/** Reads request messages as another marshaller does, but says what is wrong with them instead of failing. */
final class StrictMarshaller<T> implements Marshaller<Received<T>> {
    private final Marshaller<T> marshaller;
    private final String messageName;

    StrictMarshaller(MethodDescriptor<T, ?> method) {
        this.marshaller = method.getRequestMarshaller();
        this.messageName = nameOfRequest(method);
    }

    /** The full name of the message type, as the contracts declare it. */
    String messageName() {
        return messageName;
    }

    @Override
    public Received<T> parse(InputStream stream) {
        try {
            return new Received.Message<>(marshaller.parse(stream));
        } catch (StatusRuntimeException refused) {
            return new Received.Unreadable<>(unreadable(refused));
        }
    }

    @Override
    public InputStream stream(Received<T> received) {
        throw new UnsupportedOperationException("a server only receives " + messageName);
    }

    /** Decompressing may have found the message too large, which is not for this class to judge. */
    private Status unreadable(StatusRuntimeException refused) {
        if (refused.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
            return refused.getStatus();
        }
        String reason =
                refused.getCause() == null ? "" : ": " + refused.getCause().getMessage();
        return Status.INVALID_ARGUMENT.withDescription("the bytes received are not a " + messageName + reason);
    }

    private static String nameOfRequest(MethodDescriptor<?, ?> method) {
        return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema
                ? schema.getMethodDescriptor().getInputType().getFullName()
                : "request of " + method.getFullMethodName();
    }
}
