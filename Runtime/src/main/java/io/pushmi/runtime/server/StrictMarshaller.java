package io.pushmi.runtime.server;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;

/** Reads request messages as another marshaller does, but says what is wrong with them instead of failing. */
final class StrictMarshaller<T> implements Marshaller<Received<T>> {
    private final Marshaller<T> marshaller;
    private final String messageName;

    StrictMarshaller(Marshaller<T> marshaller) {
        this.marshaller = marshaller;
        this.messageName = nameOf(marshaller);
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

    private static String nameOf(Marshaller<?> marshaller) {
        return marshaller instanceof PrototypeMarshaller<?> typed
                        && typed.getMessagePrototype() instanceof Message prototype
                ? prototype.getDescriptorForType().getFullName()
                : "message of the type that the method takes";
    }
}
