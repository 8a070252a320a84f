package io.pushmi.runtime.log;

import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.execution.Environment;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.execution.Version;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.UncommittedEvent;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** What all races start from. Made once, since a race begins anew some hundred thousand times a second. */
final class Given {
    static final LogId LOG = LogId.mainOf(TenantId.DEVELOPMENT);
    static final Duration LONG = Duration.ofHours(1);
    static final CommitRequest REQUEST = CommitRequest.of(null, context(), List.of(event("even")), List.of());

    /** Commits of one event each, from the start of a log; their events come in turn from the sources even and odd. */
    private static final List<Commit> COMMITS =
            IntStream.range(0, 4).mapToObj(Given::newCommit).toList();

    private Given() {}

    static Commit commit(int position) {
        return COMMITS.get(position);
    }

    static Key odd() {
        return new Key.OfEventSource(new EventSourceId("odd"));
    }

    static LogSettings settings(Duration longestWait) {
        return new LogSettings(longestWait, 1 << 20, 1 << 16, 10, 1 << 20, 10);
    }

    private static Commit newCommit(int position) {
        UncommittedEvent event = event(position % 2 == 0 ? "even" : "odd");
        return new Commit(
                new SequenceNumber(position),
                new CommitId.Random(position, position),
                Instant.EPOCH,
                context(),
                CommitKind.EVENTS,
                List.of(new Event(event.type(), event.source(), event.content(), false, null, null, null, null, null)),
                List.of(),
                null);
    }

    private static UncommittedEvent event(String source) {
        EventType type = new EventType(new EventTypeId("Moved"), Generation.FIRST);
        return UncommittedEvent.of(type, new EventSourceId(source), Content.json(Bytes.utf8("{}")), false);
    }

    private static ExecutionContext context() {
        UUID some = new UUID(1, 2);
        return new ExecutionContext(
                new MicroserviceId(some),
                TenantId.DEVELOPMENT,
                Version.NOT_SET,
                new CorrelationId(some),
                List.of(),
                Environment.DEVELOPMENT,
                null);
    }
}
