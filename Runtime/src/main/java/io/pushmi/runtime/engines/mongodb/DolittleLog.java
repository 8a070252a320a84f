package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.execution.Environment;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.execution.Version;
import io.pushmi.runtime.storage.Checkpoint;
import io.pushmi.runtime.storage.CheckpointName;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StoredSize;
import io.pushmi.runtime.storage.foreign.CannotBeMoved;
import io.pushmi.runtime.storage.foreign.ForeignLog;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of one collection as commits, each event one of its own. Where events are missing there are commits of
 * events of which nothing is known, so that every number stays what it is; in a stream, which has its commits counted by
 * what its filter included, those are commits of the log itself.
 */
final class DolittleLog {
    private static final int EVENTS = 1000;
    private static final int MISSING_IN_A_COMMIT = 1000;
    private static final int COMMITS_OF_MISSING = 100;

    private final DolittleSource source;
    private final DolittleCollection collection;
    private final SequenceNumber end;
    private final TenantId tenant;
    private final DolittleCommitIds ids;
    private final CheckpointName filters;

    /** @param filters the checkpoint of a stream that says how far its filter is */
    DolittleLog(DolittleSource source, ForeignLog log, TenantId tenant, DolittleCommitIds ids, CheckpointName filters) {
        this.source = source;
        this.collection = DolittleCollection.of(log.collection());
        this.end = log.end();
        this.tenant = tenant;
        this.ids = ids;
        this.filters = filters;
    }

    /** Where a collection ends: behind its last event, and behind those that were there once. */
    static SequenceNumber end(DolittleSource source, String collection) {
        BsonDocument offset =
                source.first(DolittleCollection.OFFSETS, new BsonDocument("_id", new BsonString(collection)));
        long next = offset == null
                ? 0
                : new DolittleDocument(DolittleCollection.OFFSETS + " of " + collection, offset)
                        .number("NextEventOffset", 0);
        BsonDocument last = source.last(collection, new BsonDocument());
        return new SequenceNumber(
                last == null ? next : Math.max(next, new DolittleDocument(collection, last).number("_id") + 1));
    }

    CommitPage read(SequenceNumber from) {
        Page page = new Page(from, before(from));
        DolittleSource.Room room = new DolittleSource.Room();
        List<BsonDocument> documents = source.page(collection.name(), between(from, end), EVENTS, room);
        for (BsonDocument document : documents) {
            if (!page.add(document)) {
                return page.read();
            }
        }
        boolean isLast = documents.size() < EVENTS && !room.isFull();
        if (isLast) {
            page.fillUpTo(end, null);
        }
        return page.read();
    }

    private @Nullable DolittleDocument before(SequenceNumber from) {
        BsonDocument before = from.equals(SequenceNumber.FIRST)
                ? null
                : source.last(collection.name(), between(SequenceNumber.FIRST, from));
        return before == null ? null : at(before);
    }

    private static BsonDocument between(SequenceNumber from, SequenceNumber to) {
        return new BsonDocument("_id", new BsonDocument("$gte", id(from)).append("$lt", id(to)));
    }

    private static BsonDecimal128 id(SequenceNumber number) {
        return new BsonDecimal128(new Decimal128(number.value()));
    }

    private DolittleDocument at(BsonDocument document) {
        long number = new DolittleDocument(collection.name(), document).number("_id");
        return new DolittleDocument("event " + number + " in " + collection.name(), document);
    }

    /** Commits that follow one another. */
    private final class Page {
        private final List<Commit> commits = new ArrayList<>();
        private SequenceNumber next;
        private @Nullable DolittleDocument previous;
        private int missing;

        Page(SequenceNumber from, @Nullable DolittleDocument previous) {
            this.next = from;
            this.previous = previous;
        }

        /** False if so much is missing before it that it has to wait for the next page. */
        boolean add(BsonDocument bson) {
            DolittleDocument document = at(bson);
            if (!fillUpTo(document.position("_id"), document)) {
                return false;
            }
            put(collection.isStream() ? ofStream(document) : ofLog(document));
            previous = document;
            return true;
        }

        CommitPage read() {
            return new CommitPage(commits, next);
        }

        boolean fillUpTo(SequenceNumber to, @Nullable DolittleDocument following) {
            while (next.isBefore(to) && missing < COMMITS_OF_MISSING) {
                int count = (int) Math.min(MISSING_IN_A_COMMIT, to.value() - next.value());
                put(missing(count, occurred(following)));
                missing++;
            }
            return !next.isBefore(to);
        }

        private Instant occurred(@Nullable DolittleDocument following) {
            DolittleDocument near = previous == null ? following : previous;
            return near == null ? Instant.EPOCH : near.part("Metadata").instant("Occurred");
        }

        private void put(Commit commit) {
            commits.add(commit);
            next = commit.next();
        }

        private Commit missing(int count, Instant occurred) {
            return new Commit(
                    next,
                    ids.of(collection.name(), next),
                    occurred,
                    new ExecutionContext(
                            MicroserviceId.NOT_SET,
                            tenant,
                            Version.NOT_SET,
                            CorrelationId.SYSTEM,
                            List.of(),
                            Environment.UNDETERMINED,
                            null),
                    collection.isStream() ? CommitKind.SYSTEM : CommitKind.EVENTS,
                    Collections.nCopies(count, Event.unknown()),
                    List.of(),
                    null);
        }

        private Commit ofLog(DolittleDocument document) {
            return commit(document, DolittleEvents.ofLog(document), null);
        }

        private Commit ofStream(DolittleDocument document) {
            SequenceNumber number = numberInLog(document);
            if (previous != null && !numberInLog(previous).isBefore(number)) {
                throw new CannotBeMoved(document.where() + ": it is event " + number + " of the event log and follows "
                        + numberInLog(previous) + "; expected the events of a stream in the order of the log");
            }
            return commit(document, DolittleEvents.ofStream(document), new Checkpoint(filters, number.plus(1)));
        }

        private SequenceNumber numberInLog(DolittleDocument document) {
            return document.part("Metadata").position("EventLogSequenceNumber");
        }

        private Commit commit(DolittleDocument document, Event event, @Nullable Checkpoint checkpoint) {
            Commit commit = new Commit(
                    next,
                    ids.of(collection.name(), next),
                    document.part("Metadata").instant("Occurred"),
                    DolittleEvents.context(document),
                    CommitKind.EVENTS,
                    List.of(event),
                    List.of(),
                    checkpoint);
            long size = StoredSize.of(commit);
            if (size > StoredSize.MAXIMUM) {
                throw new CannotBeMoved(document.where() + ": it takes " + size + " bytes as stored here, the limit is "
                        + StoredSize.MAXIMUM);
            }
            return commit;
        }
    }
}
