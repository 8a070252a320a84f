package io.pushmi.runtime.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Makes commits that follow one another in one log, and knows its aggregates as a committer would. Conditions of a
 * request are not looked at. For one thread.
 */
public final class Commits {
    private static final Instant BEGINNING = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final long NANOS_BETWEEN = 1_000_000_001L;

    private final Map<AggregateId, AggregateState> aggregates = new HashMap<>();
    private SequenceNumber position;
    private Instant occurred = BEGINNING;

    private Commits(SequenceNumber position) {
        this.position = position;
    }

    /** Commits of a log that is empty so far. */
    public static Commits fromTheStart() {
        return new Commits(SequenceNumber.FIRST);
    }

    /** Commits from a position on, for a log whose aggregates do not matter. */
    public static Commits from(SequenceNumber position) {
        return new Commits(position);
    }

    /** One commit of one unremarkable event at the position, following nothing. */
    public static Commit at(long position) {
        return from(new SequenceNumber(position)).next();
    }

    /** Where the next commit will start. */
    public SequenceNumber position() {
        return position;
    }

    /** A commit of the events, or of one unremarkable event. */
    public Commit next(EventBuilder... events) {
        return next(RequestBuilder.request(events));
    }

    public Commit next(RequestBuilder request) {
        return next(request.build());
    }

    public Commit next(CommitRequest request) {
        Map<AggregateId, AggregateState> touched = new LinkedHashMap<>();
        List<Event> events = new ArrayList<>();
        for (UncommittedEvent event : request.events()) {
            events.add(committed(event, position.plus(events.size()), touched));
        }
        occurred = occurred.plusNanos(NANOS_BETWEEN);
        Commit commit = new Commit(
                position,
                request.id() == null ? randomId() : request.id(),
                request.occurred() == null ? occurred : request.occurred(),
                request.context(),
                request.kind(),
                events,
                List.copyOf(touched.values()),
                request.checkpoint());
        aggregates.putAll(touched);
        position = commit.next();
        return commit;
    }

    /** So many commits of one unremarkable event each. */
    public List<Commit> some(int count) {
        List<Commit> commits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            commits.add(next());
        }
        return commits;
    }

    private Event committed(UncommittedEvent event, SequenceNumber number, Map<AggregateId, AggregateState> touched) {
        AggregateId by = event.aggregate();
        return new Event(
                event.type(),
                event.source(),
                event.content(),
                event.isPublic(),
                event.id(),
                event.metadata(),
                by == null ? null : new AppliedBy(by, apply(by, number, touched)),
                event.partition(),
                event.origin());
    }

    private AggregateVersion apply(AggregateId id, SequenceNumber number, Map<AggregateId, AggregateState> touched) {
        AggregateState before = aggregates.get(id);
        AggregateState inThisCommit = touched.get(id);
        AggregateState latest = inThisCommit == null ? before : inThisCommit;
        AggregateVersion version = latest == null ? AggregateVersion.INITIAL : latest.next();
        long commits = before == null ? 1 : before.commits() + 1;
        touched.put(id, new AggregateState(id, version.next(), commits, number));
        return version;
    }

    private static CommitId randomId() {
        UUID random = UUID.randomUUID();
        return new CommitId.Random(random.getMostSignificantBits(), random.getLeastSignificantBits());
    }
}
