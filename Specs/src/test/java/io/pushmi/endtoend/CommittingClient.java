package io.pushmi.endtoend;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.runtime.events.CommitEventsRequest;
import io.pushmi.contracts.runtime.events.EventStoreGrpc;
import io.pushmi.contracts.runtime.events.UncommittedEvent;
import io.pushmi.runtime.server.EventStoreClient;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Commits events of several sources and types, one commit after the other, until the Runtime is gone. */
final class CommittingClient {
    private static final int LONGEST_CALL_SECONDS = 30;
    private static final int MOST_EVENTS = 4;

    private final String name;
    private final Random random;
    private final List<UUID> types;
    private final List<String> sources;
    private long made;

    CommittingClient(String name, long seed, List<UUID> types, List<String> sources) {
        this.name = name;
        this.random = new Random(seed);
        this.types = types;
        this.sources = sources;
    }

    /** Works until the connection breaks or a commit is refused, tells of each answer, and shuts the channel down. */
    void work(ManagedChannel channel, Runnable answered) {
        try {
            while (commit(channel, someEvents())) {
                answered.run();
            }
        } catch (StatusRuntimeException gone) {
            // Whether the last commit is in the log, the log tells.
        } finally {
            channel.shutdownNow();
        }
    }

    /** Commits an event of each type for each source, in one commit, which has to succeed. */
    void commitOneOfEach(Channel channel) {
        CommitEventsRequest.Builder request = request();
        sources.forEach(source -> types.forEach(type -> request.addEvents(event(source, type))));
        if (!commit(channel, request.build())) {
            throw new AssertionError("a commit was refused");
        }
    }

    private static boolean commit(Channel channel, CommitEventsRequest request) {
        return !EventStoreGrpc.newBlockingStub(channel)
                .withDeadlineAfter(LONGEST_CALL_SECONDS, TimeUnit.SECONDS)
                .commit(request)
                .hasFailure();
    }

    private CommitEventsRequest someEvents() {
        CommitEventsRequest.Builder request = request();
        int events = 1 + random.nextInt(MOST_EVENTS);
        for (int i = 0; i < events; i++) {
            request.addEvents(
                    event(sources.get(random.nextInt(sources.size())), types.get(random.nextInt(types.size()))));
        }
        return request.build();
    }

    private static CommitEventsRequest.Builder request() {
        return CommitEventsRequest.newBuilder().setCallContext(EventStoreClient.context());
    }

    private UncommittedEvent event(String source, UUID type) {
        return UncommittedEvent.newBuilder()
                .setEventSourceId(ByteString.copyFromUtf8(source))
                .setEventType(
                        Artifact.newBuilder().setId(EventStoreClient.uuid(type)).setGeneration(1))
                .setPublic(random.nextBoolean())
                .setContent("{\"by\":\"" + name + "\",\"made\":" + made++ + "}")
                .build();
    }
}
