package io.pushmi.benchmarks;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.MethodDescriptor;
import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.runtime.events.CommitEventsRequest;
import io.pushmi.contracts.runtime.events.CommitEventsResponse;
import io.pushmi.contracts.runtime.events.CommittedEvent;
import io.pushmi.contracts.runtime.events.UncommittedEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests to commit so many events of one size, and the bytes of their contents alone. They are made once and used over and
 * over, so that the client spends nothing on making them; any thread may take the next.
 */
final class Commits {
    static final MethodDescriptor<byte[], byte[]> METHOD =
            Connection.method("dolittle.runtime.events.EventStore/Commit");

    /** Enough that no block of a store holds one twice. */
    private static final int DIFFERENT_EVENTS = 8192;

    private static final int FEWEST_REQUESTS = 64;

    /** The first byte of an answer that has a failure in it, which is its first field. */
    private static final byte FAILURE = 0x0A;

    private static final int EVENTS = CommitEventsResponse.EVENTS_FIELD_NUMBER;
    private static final int SEQUENCE_NUMBER = CommittedEvent.EVENTLOGSEQUENCENUMBER_FIELD_NUMBER;

    private final Shape shape;
    private final Artifact type;
    private final Source source;
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

    /** Which event source an event of a commit belongs to. */
    private interface Source {
        String of(int commit, int event);
    }

    /** Of the usual type; the events of a commit are all of one event source. */
    Commits(Shape shape) {
        this(shape, Wire.EVENT_TYPE, (commit, event) -> "order-" + commit);
    }

    private Commits(Shape shape, Artifact type, Source source) {
        this.shape = shape;
        this.type = type;
        this.source = source;
        Contents contents = new Contents(shape.events(), shape.size());
        int count = Math.max(FEWEST_REQUESTS, DIFFERENT_EVENTS / shape.events());
        for (int i = 0; i < count; i++) {
            add(contents, i);
        }
    }

    /** Of a type of their own; the events of a commit are all of one event source. */
    static Commits ofType(Artifact type, Shape shape) {
        return new Commits(shape, type, (commit, event) -> "order-" + commit);
    }

    /** Of the usual type; each event is of one of so many event sources, in a random order that is always the same. */
    static Commits spread(int sources, Shape shape) {
        Random random = new Random(sources);
        return new Commits(shape, Wire.EVENT_TYPE, (commit, event) -> "order-" + random.nextInt(sources));
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
        return into(runtime, Connection.Check.NONE);
    }

    /** Commits, and looks at each answer that says that something was committed. */
    Load.Called into(Served runtime, Connection.Check acknowledged) {
        Connection.Check check = bytes -> {
            requireCommitted(bytes);
            acknowledged.look(bytes);
        };
        return answer -> runtime.connection().call(METHOD, request(), check, answer);
    }

    /** The position in the log of the first event of a commit, from the answer to it. */
    static long sequenceNumber(byte[] answer) {
        return Fields.number(answer, Fields.find(answer, Fields.all(answer), EVENTS), SEQUENCE_NUMBER);
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
                    .setEventType(type)
                    .setEventSourceId(ByteString.copyFromUtf8(source.of(number, i)))
                    .setContent(content));
            value.writeBytes(content.getBytes(StandardCharsets.UTF_8));
        }
        requests.add(request.build().toByteArray());
        values.add(value.toByteArray());
    }
}
