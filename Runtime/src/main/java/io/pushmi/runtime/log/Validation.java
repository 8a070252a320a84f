package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.Checkpoint;
import io.pushmi.runtime.storage.CheckpointName;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.Condition;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.UncommittedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges the requests of one batch one after the other, each against the log as it is once those accepted before it are
 * in, and numbers the accepted ones. Pure: the same facts and requests give the same answer.
 */
final class Validation {
    private final Facts facts;
    private final Supplier<CommitId> randomIds;
    private final Instant occurred;
    private final Map<AggregateId, AggregateState> aggregates = new HashMap<>();
    private final Map<CheckpointName, SequenceNumber> checkpoints = new HashMap<>();
    private final Map<CommitId.Chosen, Numbered> chosen = new HashMap<>();
    private final List<Numbered> accepted = new ArrayList<>();
    private final Map<PendingCommit, CommitOutcome> refused = new LinkedHashMap<>();
    private final Map<PendingCommit, CommitOutcome> repeated = new LinkedHashMap<>();
    private final List<PendingCommit> deferred = new ArrayList<>();
    private SequenceNumber next;

    Validation(Facts facts, Head head, Instant now, Supplier<CommitId> randomIds) {
        this.facts = facts;
        this.randomIds = randomIds;
        this.next = head.next();
        this.occurred = head.occurred() != null && head.occurred().isAfter(now) ? head.occurred() : now;
    }

    /** The accepted commits, at consecutive positions from the head on. */
    List<Numbered> accepted() {
        return accepted;
    }

    /** Those that the log does not allow, as far as it is known. */
    Map<PendingCommit, CommitOutcome> refused() {
        return refused;
    }

    /** Those that are in the log already. */
    Map<PendingCommit, CommitOutcome> repeated() {
        return repeated;
    }

    /** Those that only what was accepted before them stands against: to be judged again once that is in the log. */
    List<PendingCommit> deferred() {
        return deferred;
    }

    void judge(PendingCommit pending) {
        CommitRequest request = pending.request();
        if (request.id() != null && isRepeated(pending, request.id())) {
            return;
        }
        for (Condition condition : request.conditions()) {
            CommitOutcome violated = violated(condition);
            if (violated != null) {
                refuse(pending, violated, dependsOnBatch(condition));
                return;
            }
        }
        accept(pending);
    }

    private void refuse(PendingCommit pending, CommitOutcome outcome, boolean dependsOnBatch) {
        if (dependsOnBatch) {
            deferred.add(pending);
        } else {
            refused.put(pending, outcome);
        }
    }

    private boolean dependsOnBatch(Condition condition) {
        return condition instanceof Condition.AggregateAt at
                ? aggregates.containsKey(at.aggregate())
                : checkpoints.containsKey(((Condition.CheckpointAt) condition).name());
    }

    private boolean isRepeated(PendingCommit pending, CommitId.Chosen id) {
        Numbered inBatch = chosen.get(id);
        Commit original = inBatch == null ? facts.commit(id) : inBatch.commit();
        if (original == null) {
            return false;
        }
        if (!Repetition.isOf(original, pending.request())) {
            refuse(pending, new CommitOutcome.CommitIdTaken(id), inBatch != null);
        } else if (inBatch == null) {
            repeated.put(pending, new CommitOutcome.Committed(original));
        } else {
            inBatch.repetitions().add(pending);
        }
        return true;
    }

    private @Nullable CommitOutcome violated(Condition condition) {
        if (condition instanceof Condition.AggregateAt at) {
            AggregateVersion actual = versionOf(at.aggregate());
            return actual.equals(at.expected())
                    ? null
                    : new CommitOutcome.AggregateMoved(at.aggregate(), at.expected(), actual);
        }
        Condition.CheckpointAt at = (Condition.CheckpointAt) condition;
        SequenceNumber actual =
                checkpoints.containsKey(at.name()) ? checkpoints.get(at.name()) : facts.checkpoint(at.name());
        return Objects.equals(actual, at.expected())
                ? null
                : new CommitOutcome.CheckpointMoved(at.name(), at.expected(), actual);
    }

    private void accept(PendingCommit pending) {
        CommitRequest request = pending.request();
        Map<AggregateId, AggregateState> touched = new LinkedHashMap<>();
        List<Event> events = new ArrayList<>(request.events().size());
        for (UncommittedEvent event : request.events()) {
            events.add(number(event, next.plus(events.size()), touched));
        }
        Checkpoint checkpoint = request.checkpoint();
        CommitId id = request.id() == null ? randomIds.get() : request.id();
        Commit commit = new Commit(
                next,
                id,
                request.occurred() == null ? occurred : request.occurred(),
                request.context(),
                request.kind(),
                events,
                List.copyOf(touched.values()),
                checkpoint);
        Numbered numbered = new Numbered(pending, commit, new ArrayList<>(0));
        accepted.add(numbered);
        aggregates.putAll(touched);
        if (checkpoint != null) {
            checkpoints.put(checkpoint.name(), checkpoint.position());
        }
        if (request.id() != null) {
            chosen.put(request.id(), numbered);
        }
        next = commit.next();
    }

    private Event number(UncommittedEvent event, SequenceNumber position, Map<AggregateId, AggregateState> touched) {
        AppliedBy appliedBy = null;
        AggregateId aggregate = event.aggregate();
        if (aggregate != null) {
            AggregateState inCommit = touched.get(aggregate);
            AggregateState before = inCommit == null ? stateOf(aggregate) : inCommit;
            AggregateVersion version = before == null ? AggregateVersion.INITIAL : before.next();
            long commits = (before == null ? 0 : before.commits()) + (inCommit == null ? 1 : 0);
            touched.put(aggregate, new AggregateState(aggregate, version.next(), commits, position));
            appliedBy = new AppliedBy(aggregate, version);
        }
        return new Event(
                event.type(),
                event.source(),
                event.content(),
                event.isPublic(),
                event.id(),
                event.metadata(),
                appliedBy,
                event.partition(),
                event.origin());
    }

    private AggregateVersion versionOf(AggregateId aggregate) {
        AggregateState state = stateOf(aggregate);
        return state == null ? AggregateVersion.INITIAL : state.next();
    }

    private @Nullable AggregateState stateOf(AggregateId aggregate) {
        AggregateState inBatch = aggregates.get(aggregate);
        return inBatch == null ? facts.aggregate(aggregate) : inBatch;
    }

    /**
     * A request that was given its place in the log.
     *
     * @param repetitions requests of the same batch that repeat it under its commit id
     */
    record Numbered(PendingCommit pending, Commit commit, List<PendingCommit> repetitions) {}
}
