package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.artifacts.AggregateRootId;
import io.pushmi.runtime.engines.mongodb.DolittleCollection.Kind;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.CheckpointName;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.foreign.CannotBeMoved;
import io.pushmi.runtime.storage.foreign.ForeignAggregate;
import io.pushmi.runtime.storage.foreign.ForeignLog;
import io.pushmi.runtime.storage.foreign.ForeignProcessor;
import io.pushmi.runtime.storage.foreign.ForeignStore;
import io.pushmi.runtime.storage.foreign.ForeignStream;
import io.pushmi.runtime.storage.foreign.ForeignSubscription;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.BsonDocument;

/**
 * The database in which a Dolittle Runtime of version 9 has a tenant's events.
 *
 * <p>Each event is a commit of its own. That several came in one commit shows nowhere: their execution context and their
 * instant may be the same by chance, and a guess would let readers see bounds that never were.
 */
public final class DolittleDatabase implements ForeignStore {
    private static final String VERSION = "V9.";
    private static final int MOST_NAMED = 20;

    private final DolittleSource source;
    private final TenantId tenant;
    private final CheckpointName filters;
    private final DolittleCommitIds ids;
    private final List<DolittleCollection> collections;
    private final DolittleStreams streams;
    private final DolittlePositions positions;

    private DolittleDatabase(DolittleSource source, String database, TenantId tenant, CheckpointName filters) {
        this.source = source;
        this.tenant = tenant;
        this.filters = filters;
        this.ids = new DolittleCommitIds(database);
        this.collections = source.collections().stream()
                .sorted()
                .map(DolittleCollection::of)
                .toList();
        requireKnownVersion();
        this.streams = DolittleStreams.in(source, collections);
        this.positions = new DolittlePositions(source, streams, collections);
    }

    /**
     * Opens it for reading.
     *
     * @param filters the checkpoint by which a stream's commits say how far its filter is
     * @throws CannotBeMoved if it does not answer, or is not what it should be
     */
    public static DolittleDatabase open(
            String connectionString, String database, TenantId tenant, CheckpointName filters) {
        DolittleSource source = DolittleSource.connect(connectionString, database);
        try {
            return new DolittleDatabase(source, database, tenant, filters);
        } catch (CannotBeMoved reason) {
            source.close();
            throw reason;
        }
    }

    private void requireKnownVersion() {
        if (collections.stream().noneMatch(each -> each.kind() == Kind.EVENT_LOG)) {
            throw new CannotBeMoved(description() + " has no collection " + DolittleCollection.EVENT_LOG
                    + ", which the events of a Dolittle Runtime are in; it has "
                    + named(collections.stream()));
        }
        BsonDocument metadata = source.first(DolittleCollection.METADATA, new BsonDocument());
        String version = metadata == null
                ? ""
                : new DolittleDocument(DolittleCollection.METADATA, metadata).text("CurrentVersion");
        if (!version.isEmpty() && !version.startsWith(VERSION)) {
            throw new CannotBeMoved(
                    description() + " is of version " + version + "; expected one of a Runtime of version 9");
        }
    }

    @Override
    public String description() {
        return source.description();
    }

    @Override
    public List<ForeignLog> logs() {
        return collections.stream()
                .filter(each -> each.kind() == Kind.EVENT_LOG || (each.isStream() && streams.isTakenOver(each)))
                .sorted(Comparator.comparing(DolittleCollection::isStream)
                        .thenComparing(each -> each.name().equals(DolittleCollection.EVENT_LOG) ? "" : each.name()))
                .map(each -> new ForeignLog(each.logName(), each.name(), DolittleLog.end(source, each.name())))
                .toList();
    }

    @Override
    public CommitPage read(ForeignLog log, SequenceNumber from) {
        return new DolittleLog(source, log, tenant, ids, filters).read(from);
    }

    @Override
    public List<ForeignStream> streams() {
        return streams.ofFilters();
    }

    @Override
    public void processors(Consumer<ForeignProcessor> each) {
        of(Kind.STREAM_PROCESSOR_STATES)
                .forEach(collection -> source.each(
                        collection.name(),
                        document -> positions.processor(collection, document).ifPresent(each)));
    }

    @Override
    public void subscriptions(Consumer<ForeignSubscription> each) {
        of(Kind.SUBSCRIPTION_STATES)
                .forEach(collection -> source.each(
                        collection.name(),
                        document -> each.accept(DolittlePositions.subscription(collection, document))));
    }

    @Override
    public void aggregates(Consumer<ForeignAggregate> each) {
        of(Kind.AGGREGATES)
                .forEach(collection -> source.each(collection.name(), bson -> {
                    DolittleDocument document = new DolittleDocument("a document in " + collection.name(), bson);
                    each.accept(new ForeignAggregate(
                            new AggregateId(
                                    new AggregateRootId(
                                            document.uuid("AggregateType").toString()),
                                    new EventSourceId(document.textOrUuid("EventSource"))),
                            new AggregateVersion(document.number("Version"))));
                }));
    }

    @Override
    public List<String> leftBehind() {
        List<String> left = new ArrayList<>(streams.leftBehind());
        of(Kind.STREAM_PROCESSOR_STATES)
                .forEach(collection -> source.each(collection.name(), document -> {
                    if (positions.processor(collection, document).isEmpty()) {
                        left.add("processor "
                                + new DolittleDocument(collection.name(), document).uuid("EventProcessor") + " in "
                                + collection.name() + ": it reads the event log, and is no filter that is known");
                    }
                }));
        if (collections.stream().anyMatch(each -> each.kind() == Kind.OTHER)) {
            left.add(named(of(Kind.OTHER)) + ": no collections of a Dolittle Runtime");
        }
        return left;
    }

    @Override
    public void close() {
        source.close();
    }

    private Stream<DolittleCollection> of(Kind kind) {
        return collections.stream().filter(each -> each.kind() == kind);
    }

    private static String named(Stream<DolittleCollection> some) {
        List<String> names = some.map(DolittleCollection::name).toList();
        return names.isEmpty()
                ? "none"
                : String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())))
                        + (names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "");
    }
}
