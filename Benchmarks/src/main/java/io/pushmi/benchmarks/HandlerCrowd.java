package io.pushmi.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Event handlers that are connected together and closed together. */
final class HandlerCrowd implements AutoCloseable {
    /** Fewer than a Runtime lets one connection have. */
    private static final int STREAMS_OF_A_CONNECTION = 250;

    private final Served runtime;
    private final List<Connection> connections = new ArrayList<>();
    private final List<HandlerStream> streams = new ArrayList<>();

    /** Of no handlers yet. */
    HandlerCrowd(Served runtime) {
        this.runtime = runtime;
    }

    /** So many more as the next, with as few pings as usual. */
    HandlerCrowd ofOtherTypes(int count) {
        return ofOtherTypes(count, Registration.USUAL_PING_SECONDS);
    }

    /** So many more, each of a type of its own, of which no event is ever committed. */
    HandlerCrowd ofOtherTypes(int count, int pingSeconds) {
        for (int i = 0; i < count; i++) {
            add(Registration.fromLatest(Wire.eventType(UUID.randomUUID())).pingedEach(pingSeconds), NoEvents.EXPECTED);
        }
        return this;
    }

    /** One more. Returns once all so far are accepted. */
    void add(Registration registration, Received received) {
        if (streams.size() == connections.size() * STREAMS_OF_A_CONNECTION) {
            connections.add(runtime.another());
        }
        streams.add(HandlerStream.open(connections.get(connections.size() - 1), registration, received)
                .awaitAcceptance());
    }

    /** How many pings have come so far to all of them. */
    long pings() {
        return streams.stream().mapToLong(HandlerStream::pings).sum();
    }

    @Override
    public void close() {
        try {
            streams.forEach(HandlerStream::close);
        } finally {
            connections.forEach(Connection::close);
        }
    }
}
