package io.pushmi.contracts.reversecalls;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.events.processing.ProcessorFailure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** Failures as the contracts of event processing have them. */
final class Failures {
    /** What clients ask for after a first failure that they say nothing else about. */
    private static final Duration RETRY_AFTER =
            Duration.newBuilder().setSeconds(5).build();

    private Failures() {}

    static Failure of(UUID id, String reason) {
        ByteBuffer guid = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        long first = id.getMostSignificantBits();
        guid.putInt((int) (first >>> 32)).putShort((short) (first >>> 16)).putShort((short) first);
        guid.order(ByteOrder.BIG_ENDIAN).putLong(id.getLeastSignificantBits()).flip();
        return Failure.newBuilder()
                .setId(Uuid.newBuilder().setValue(ByteString.copyFrom(guid)))
                .setReason(reason)
                .build();
    }

    static ProcessorFailure worthAnotherTry(String reason) {
        return ProcessorFailure.newBuilder()
                .setReason(reason)
                .setRetry(true)
                .setRetryTimeout(RETRY_AFTER)
                .build();
    }
}
