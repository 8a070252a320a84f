package io.pushmi.endtoend;

import io.grpc.Channel;
import io.pushmi.contracts.events.v1.Commit;
import io.pushmi.contracts.events.v1.Event;
import io.pushmi.contracts.events.v1.EventLogGrpc;
import io.pushmi.contracts.events.v1.EventPage;
import io.pushmi.contracts.events.v1.LogReference;
import io.pushmi.contracts.events.v1.ReadRequest;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.events.CommittedEvent;
import io.pushmi.contracts.runtime.projections.GetAllRequest;
import io.pushmi.contracts.runtime.projections.GetAllResponse;
import io.pushmi.contracts.runtime.projections.ProjectionCurrentState;
import io.pushmi.contracts.runtime.projections.ProjectionsGrpc;
import io.pushmi.endtoend.OutcomeChecker.Count;
import io.pushmi.runtime.server.EventStoreClient;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.EventSourceId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Reads logs, streams and read models of the development tenant from outside. */
final class ReadingLogs {
    private static final String TENANT = "445f8ea8-1a6f-40d7-b2fc-796dba92dc44";
    private static final int LONGEST_CALL_SECONDS = 30;

    private final Channel channel;

    ReadingLogs(Channel channel) {
        this.channel = channel;
    }

    /** The tenant's main log. */
    List<LoggedEvent> log() {
        List<LoggedEvent> events = new ArrayList<>();
        for (Commit commit : commits(LogReference.newBuilder().setTenant(TENANT))) {
            commit.getEventsList().forEach(event -> events.add(event(event)));
        }
        return events;
    }

    /** The commits of the tenant's main log, with as much of them as tells who committed what. */
    List<io.pushmi.runtime.storage.Commit> commits() {
        return commits(LogReference.newBuilder().setTenant(TENANT)).stream()
                .map(ReadingLogs::commit)
                .toList();
    }

    private static io.pushmi.runtime.storage.Commit commit(Commit commit) {
        io.pushmi.runtime.storage.Commit any = Commits.at(commit.getEvents(0).getNumber());
        return new io.pushmi.runtime.storage.Commit(
                any.first(),
                any.id(),
                any.occurred(),
                any.context(),
                any.kind(),
                commit.getEventsList().stream().map(ReadingLogs::stored).toList(),
                List.of(),
                null);
    }

    private static io.pushmi.runtime.storage.Event stored(Event event) {
        AppliedBy by = event.hasAppliedBy()
                ? new AppliedBy(
                        EventBuilder.aggregate(
                                event.getAppliedBy().getRoot(),
                                event.getAppliedBy().getSource()),
                        new AggregateVersion(event.getAppliedBy().getVersion()))
                : null;
        return new io.pushmi.runtime.storage.Event(
                EventBuilder.typeOf(event.getType().getId()),
                new EventSourceId(event.getSource()),
                Content.json(Bytes.utf8(event.getContent().toStringUtf8())),
                event.getIsPublic(),
                null,
                null,
                by,
                null,
                null);
    }

    /** The stream of a private filter in the default scope. */
    List<StreamedEvent> stream(UUID filter) {
        return streamed(LogReference.newBuilder().setTenant(TENANT).setStream(filter.toString()));
    }

    List<StreamedEvent> publicStream(UUID filter) {
        return streamed(LogReference.newBuilder().setTenant(TENANT).setPublicStream(filter.toString()));
    }

    private List<StreamedEvent> streamed(LogReference.Builder log) {
        List<StreamedEvent> events = new ArrayList<>();
        for (Commit commit : commits(log)) {
            commit.getEventsList()
                    .forEach(event -> events.add(new StreamedEvent(
                            event(event),
                            event.getPartition(),
                            commit.getCheckpoint().getPosition())));
        }
        return events;
    }

    /** All read models of a projection that counts. */
    Map<String, Count> counts(UUID projection) {
        GetAllResponse response = ProjectionsGrpc.newBlockingStub(channel)
                .withDeadlineAfter(LONGEST_CALL_SECONDS, TimeUnit.SECONDS)
                .getAll(GetAllRequest.newBuilder()
                        .setCallContext(EventStoreClient.context())
                        .setScopeId(EventStoreClient.uuid(new UUID(0, 0)))
                        .setProjectionId(EventStoreClient.uuid(projection))
                        .build());
        if (response.hasFailure()) {
            throw new AssertionError("no read models: " + response.getFailure().getReason());
        }
        Map<String, Count> counts = new HashMap<>();
        for (ProjectionCurrentState state : response.getStatesList()) {
            counts.put(state.getKey(), ReconnectingProjection.counted(state));
        }
        return counts;
    }

    /** An event as it is delivered. */
    static LoggedEvent event(CommittedEvent event) {
        return new LoggedEvent(
                event.getEventLogSequenceNumber(),
                text(event.getEventType().getId()),
                event.getEventSourceId().toStringUtf8(),
                event.getPublic(),
                event.getContent());
    }

    private static LoggedEvent event(Event event) {
        return new LoggedEvent(
                event.getNumber(),
                event.getType().getId(),
                event.getSource(),
                event.getIsPublic(),
                event.getContent().toStringUtf8());
    }

    private List<Commit> commits(LogReference.Builder log) {
        List<Commit> commits = new ArrayList<>();
        Iterator<EventPage> pages = EventLogGrpc.newBlockingStub(channel)
                .withDeadlineAfter(LONGEST_CALL_SECONDS, TimeUnit.SECONDS)
                .read(ReadRequest.newBuilder().setLog(log).build());
        pages.forEachRemaining(page -> commits.addAll(page.getCommitsList()));
        return commits;
    }

    private static String text(Uuid id) {
        ByteBuffer bytes = id.getValue().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long high = ((long) bytes.getInt() << 32) | ((bytes.getShort() & 0xffffL) << 16) | (bytes.getShort() & 0xffffL);
        return new UUID(high, bytes.order(ByteOrder.BIG_ENDIAN).getLong()).toString();
    }
}
