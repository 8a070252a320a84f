package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.StreamId;
import io.pushmi.runtime.storage.foreign.CannotBeMoved;
import io.pushmi.runtime.storage.foreign.ForeignStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Which streams a Dolittle database has, and which of them are made by filters. Before version 9 each handler had a stream
 * of its own; version 9 reads none of those, but still writes a definition for each handler.
 */
final class DolittleStreams {
    private static final String OF_A_FILTER = "Remote";
    private static final String OF_A_HANDLER = "EventTypeId";
    private static final PartitionId ALL = new PartitionId(new UUID(0, 0).toString());

    private final Map<Id, ForeignStream> ofFilters = new LinkedHashMap<>();
    private final Set<Id> ofHandlers = new HashSet<>();
    private final List<String> leftBehind = new ArrayList<>();

    /** What a stream, its filter and a handler are called by. */
    record Id(ScopeId scope, StreamId stream) {}

    /** Finds them all. */
    static DolittleStreams in(DolittleSource source, List<DolittleCollection> collections) {
        DolittleStreams streams = new DolittleStreams();
        of(DolittleCollection.Kind.STREAM_DEFINITIONS, collections)
                .forEach(each -> source.each(each.name(), document -> streams.define(each, document)));
        of(DolittleCollection.Kind.STREAM_PROCESSOR_STATES, collections)
                .forEach(each -> source.each(each.name(), document -> streams.noticeHandler(each, document)));
        of(DolittleCollection.Kind.PUBLIC_STREAM, collections).forEach(streams::noticePublic);
        of(DolittleCollection.Kind.STREAM, collections).forEach(each -> streams.notice(each, source));
        return streams;
    }

    private static List<DolittleCollection> of(DolittleCollection.Kind kind, List<DolittleCollection> collections) {
        return collections.stream().filter(each -> each.kind() == kind).toList();
    }

    /** Those that filters make. */
    List<ForeignStream> ofFilters() {
        return List.copyOf(ofFilters.values());
    }

    /** The stream of the filter, if it is known to be one. */
    @Nullable
    ForeignStream ofFilter(Id filter) {
        return ofFilters.get(filter);
    }

    boolean isOfAHandler(Id id) {
        return ofHandlers.contains(id);
    }

    /** Collections of events that nothing here makes use of, each with why. */
    List<String> leftBehind() {
        return leftBehind;
    }

    /** Whether the collection has the events of a stream that a filter makes. */
    boolean isTakenOver(DolittleCollection collection) {
        ForeignStream stream = ofFilters.get(idOf(collection));
        return stream != null && stream.isPublic() == (collection.kind() == DolittleCollection.Kind.PUBLIC_STREAM);
    }

    private void define(DolittleCollection collection, BsonDocument bson) {
        DolittleDocument document = new DolittleDocument("a definition in " + collection.name(), bson);
        Id id = new Id(collection.scope(), new StreamId(document.uuid("_id")));
        String type = document.part("Filter").text("Type");
        switch (type) {
            case OF_A_FILTER -> {
                boolean isPublic = document.flag("Public");
                ofFilters.put(
                        id,
                        new ForeignStream(id.scope(), id.stream(), isPublic || document.flag("Partitioned"), isPublic));
            }
            case OF_A_HANDLER -> ofHandlers.add(id);
            default ->
                throw new CannotBeMoved("stream definition " + id.stream() + " in " + collection.name()
                        + ": its filter is of type '" + type + "', expected " + OF_A_FILTER + " or " + OF_A_HANDLER);
        }
    }

    private void noticeHandler(DolittleCollection collection, BsonDocument bson) {
        DolittleDocument document = new DolittleDocument("a document in " + collection.name(), bson);
        UUID processor = document.uuid("EventProcessor");
        Id id = new Id(collection.scope(), new StreamId(processor));
        if (processor.equals(document.uuid("SourceStream")) && !ofFilters.containsKey(id)) {
            ofHandlers.add(id);
        }
    }

    private void noticePublic(DolittleCollection collection) {
        Id id = idOf(collection);
        ForeignStream known = ofFilters.get(id);
        if (known == null) {
            ofFilters.put(id, new ForeignStream(id.scope(), id.stream(), true, true));
        } else if (!known.isPublic()) {
            leftBehind.add(collection.name() + ": its filter has become one that is not public");
        }
    }

    private void notice(DolittleCollection collection, DolittleSource source) {
        Id id = idOf(collection);
        ForeignStream known = ofFilters.get(id);
        if (known == null && ofHandlers.contains(id)) {
            leftBehind.add(collection.name() + ": made for a handler by a version before 9, and read by none since");
        } else if (known == null) {
            ofFilters.put(id, new ForeignStream(id.scope(), id.stream(), isPartitioned(collection, source), false));
        } else if (known.isPublic()) {
            leftBehind.add(collection.name() + ": its filter has become a public one");
        }
    }

    /** Without a definition the events must tell. */
    private static boolean isPartitioned(DolittleCollection collection, DolittleSource source) {
        BsonDocument first = source.first(collection.name(), new BsonDocument());
        return first != null
                && !new DolittleDocument("the first event in " + collection.name(), first)
                        .textOrUuid("Partition")
                        .equals(ALL.value());
    }

    private static Id idOf(DolittleCollection collection) {
        return new Id(collection.scope(), collection.stream());
    }
}
