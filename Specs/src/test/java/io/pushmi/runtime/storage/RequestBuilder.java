package io.pushmi.runtime.storage;

import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.execution.ExecutionContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds commit requests for specs; a request that is given no events has one unremarkable one. */
public final class RequestBuilder {
    private final List<UncommittedEvent> events = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();
    private CommitId.@Nullable Chosen id;
    private ExecutionContext context = Contexts.any();
    private CommitKind kind = CommitKind.EVENTS;
    private @Nullable Instant occurred;
    private @Nullable Checkpoint checkpoint;

    private RequestBuilder() {}

    public static RequestBuilder request(EventBuilder... events) {
        return new RequestBuilder().events(events);
    }

    public RequestBuilder events(EventBuilder... more) {
        Arrays.stream(more).map(EventBuilder::build).forEach(events::add);
        return this;
    }

    /** So many unremarkable events more. */
    public RequestBuilder events(int count) {
        for (int i = 0; i < count; i++) {
            events.add(EventBuilder.event().build());
        }
        return this;
    }

    public RequestBuilder id(String chosen) {
        this.id = new CommitId.Chosen(chosen);
        return this;
    }

    public RequestBuilder context(ExecutionContext context) {
        this.context = context;
        return this;
    }

    public RequestBuilder correlation(CorrelationId correlation) {
        return context(Contexts.correlated(correlation));
    }

    public RequestBuilder system() {
        this.kind = CommitKind.SYSTEM;
        return this;
    }

    public RequestBuilder occurred(Instant occurred) {
        this.occurred = occurred;
        return this;
    }

    public RequestBuilder checkpoint(String name, long position) {
        this.checkpoint = new Checkpoint(new CheckpointName(name), new SequenceNumber(position));
        return this;
    }

    public RequestBuilder condition(Condition condition) {
        conditions.add(condition);
        return this;
    }

    // NullAway misses the annotation of a nested type where it reads a record from a class file.
    @SuppressWarnings("NullAway")
    public CommitRequest build() {
        List<UncommittedEvent> some =
                events.isEmpty() ? List.of(EventBuilder.event().build()) : events;
        return new CommitRequest(id, context, kind, occurred, some, conditions, checkpoint);
    }
}
