package io.pushmi.runtime.storage;

import io.pushmi.runtime.artifacts.AggregateRootId;
import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.artifacts.Generation;
import org.jspecify.annotations.Nullable;

/** Builds events for specs; what is not said has nothing remarkable about it. */
public final class EventBuilder {
    private EventType type = typeOf("CustomerMoved");
    private EventSourceId source = new EventSourceId("customer-1");
    private Content content = Content.json(Bytes.utf8("{\"to\":\"Oslo\"}"));
    private boolean isPublic;
    private @Nullable EventId id;
    private @Nullable Bytes metadata;
    private @Nullable AggregateId aggregate;
    private @Nullable PartitionId partition;
    private @Nullable Origin origin;

    private EventBuilder() {}

    public static EventBuilder event() {
        return new EventBuilder();
    }

    public static EventBuilder event(String type, String source) {
        return new EventBuilder().type(type).source(source);
    }

    /** An aggregate by the texts of its root and its event source. */
    public static AggregateId aggregate(String root, String source) {
        return new AggregateId(new AggregateRootId(root), new EventSourceId(source));
    }

    public static EventType typeOf(String id) {
        return new EventType(new EventTypeId(id), Generation.FIRST);
    }

    public EventBuilder type(String type) {
        return type(typeOf(type));
    }

    public EventBuilder type(EventType type) {
        this.type = type;
        return this;
    }

    public EventBuilder source(String source) {
        this.source = new EventSourceId(source);
        return this;
    }

    public EventBuilder json(String json) {
        return content(Content.json(Bytes.utf8(json)));
    }

    public EventBuilder content(Content content) {
        this.content = content;
        return this;
    }

    public EventBuilder isPublic() {
        this.isPublic = true;
        return this;
    }

    public EventBuilder id(String id) {
        this.id = new EventId(id);
        return this;
    }

    public EventBuilder metadata(Bytes metadata) {
        this.metadata = metadata;
        return this;
    }

    /** Applied by the aggregate, whose event source it takes. */
    public EventBuilder appliedBy(AggregateId aggregate) {
        this.aggregate = aggregate;
        this.source = aggregate.source();
        return this;
    }

    public EventBuilder partition(String partition) {
        this.partition = new PartitionId(partition);
        return this;
    }

    public EventBuilder origin(Origin origin) {
        this.origin = origin;
        return this;
    }

    public UncommittedEvent build() {
        return new UncommittedEvent(type, source, content, isPublic, id, metadata, aggregate, partition, origin);
    }
}
