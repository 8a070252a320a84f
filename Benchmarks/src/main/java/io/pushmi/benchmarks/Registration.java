package io.pushmi.benchmarks;

import com.google.protobuf.Duration;
import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.StartFrom;
import io.pushmi.contracts.services.CallRequestContext;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import java.util.UUID;

/**
 * What an event handler asks for.
 *
 * @param type of its events, the only one
 * @param begin where it begins
 * @param concurrency how many partitions it handles at a time; 0 if it is not partitioned
 * @param pingSeconds the time between two pings
 */
record Registration(Artifact type, StartFrom.Position begin, int concurrency, int pingSeconds) {
    /** Long enough that pings do not disturb what is measured. */
    static final int USUAL_PING_SECONDS = 60;

    private static final UUID DEFAULT_SCOPE = new UUID(0, 0);

    /** All events of a type, from the first. */
    static Registration fromStart(Artifact type, int concurrency) {
        return new Registration(type, StartFrom.Position.Start, concurrency, USUAL_PING_SECONDS);
    }

    /** The events of a type that are committed from now on, one after the other. */
    static Registration fromLatest(Artifact type) {
        return new Registration(type, StartFrom.Position.Latest, 0, USUAL_PING_SECONDS);
    }

    Registration handling(int partitions) {
        return new Registration(type, begin, partitions, pingSeconds);
    }

    Registration pingedEach(int seconds) {
        return new Registration(type, begin, concurrency, seconds);
    }

    /** The first message of an event handler that nobody has seen before. */
    byte[] ofNewHandler() {
        CallRequestContext context = Wire.context(UUID.randomUUID());
        return EventHandlerClientToRuntimeMessage.newBuilder()
                .setRegistrationRequest(EventHandlerRegistrationRequest.newBuilder()
                        .setCallContext(ReverseCallArgumentsContext.newBuilder()
                                .setExecutionContext(context.getExecutionContext())
                                .setHeadId(context.getHeadId())
                                .setPingInterval(Duration.newBuilder().setSeconds(pingSeconds)))
                        .setScopeId(Wire.uuid(DEFAULT_SCOPE))
                        .setEventHandlerId(Wire.uuid(UUID.randomUUID()))
                        .addEventTypes(type)
                        .setPartitioned(concurrency > 0)
                        .setConcurrency(concurrency)
                        .setStartFrom(StartFrom.newBuilder().setPosition(begin)))
                .build()
                .toByteArray();
    }
}
