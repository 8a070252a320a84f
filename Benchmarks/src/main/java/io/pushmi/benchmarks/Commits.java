package io.pushmi.benchmarks;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.MethodDescriptor;
import io.pushmi.contracts.runtime.events.CommitEventsRequest;
import io.pushmi.contracts.runtime.events.CommitEventsResponse;
import io.pushmi.contracts.runtime.events.UncommittedEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests to commit so many events of one size, all for one event source, and the bytes of their contents alone. They are
 * made once and used over and over, so that the client spends nothing on making them; any thread may take the next.
 */
final class Commits {
    static final MethodDescriptor<byte[], byte[]> METHOD =
            Connection.method("dolittle.runtime.events.EventStore/Commit");

    /** Enough that no block of a store holds one twice. */
    private static final int DIFFERENT_EVENTS = 8192;

    private static final int FEWEST_REQUESTS = 64;

    /** The first byte of an answer that has a failure in it, which is its first field. */
    private static final byte FAILURE = 0x0A;

    private final Shape shape;
    private final List<byte[]> requests = new ArrayList<>();
    private final List<byte[]> values = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * What commits look like.
     *
     * @param events in a commit, at least one
     * @param size of the content of an event, in bytes
     */
    record Shape(int events, int size) {
        @Override
        public String toString() {
            return (events == 1 ? "1 event" : events + " events") + " of " + size + " bytes";
        }
    }

    Commits(Shape shape) {
        this.shape = shape;
        Contents contents = new Contents(shape.events(), shape.size());
        int count = Math.max(FEWEST_REQUESTS, DIFFERENT_EVENTS / shape.events());
        for (int i = 0; i < count; i++) {
            add(contents, i);
        }
    }

    byte[] request() {
        return requests.get(Math.floorMod(turn.getAndIncrement(), requests.size()));
    }

    /** The contents of a commit one after the other. */
    byte[] value() {
        return values.get(Math.floorMod(turn.getAndIncrement(), values.size()));
    }

    /** Commits, over the connection to a Runtime. */
    Load.Called into(Served runtime) {
        return answer -> runtime.connection().call(METHOD, request(), Commits::requireCommitted, answer);
    }

    /** Throws if the answer says that nothing was committed. */
    private static void requireCommitted(byte[] answer) {
        if (answer.length > 0 && answer[0] != FAILURE) {
            return;
        }
        try {
            throw new IllegalStateException("a commit was refused: "
                    + CommitEventsResponse.parseFrom(answer).getFailure().getReason());
        } catch (InvalidProtocolBufferException unreadable) {
            throw new IllegalStateException("an answer to a commit cannot be read", unreadable);
        }
    }

    private void add(Contents contents, int number) {
        CommitEventsRequest.Builder request = CommitEventsRequest.newBuilder()
                .setCallContext(Wire.context(UUID.nameUUIDFromBytes(new byte[] {(byte) number, (byte) (number >> 8)})));
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (int i = 0; i < shape.events(); i++) {
            String content = contents.next();
            request.addEvents(UncommittedEvent.newBuilder()
                    .setEventType(Wire.EVENT_TYPE)
                    .setEventSourceId(ByteString.copyFromUtf8("order-" + number))
                    .setContent(content));
            value.writeBytes(content.getBytes(StandardCharsets.UTF_8));
        }
        requests.add(request.build().toByteArray());
        values.add(value.toByteArray());
    }
}
