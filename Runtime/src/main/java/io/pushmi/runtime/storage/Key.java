package io.pushmi.runtime.storage;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.execution.CorrelationId;
import java.util.LinkedHashSet;
import java.util.Set;

/** Something that a commit can be found by. A commit has a key if any of its events, or the commit itself, does. */
public sealed interface Key {
    KeyKind kind();

    /** Whether this one event has the key; for keys of the whole commit, whether the commit has. */
    boolean isOf(Commit commit, Event event);

    record OfAggregate(AggregateId aggregate) implements Key {
        @Override
        public KeyKind kind() {
            return KeyKind.AGGREGATE;
        }

        @Override
        public boolean isOf(Commit commit, Event event) {
            return event.appliedBy() != null && event.appliedBy().aggregate().equals(aggregate);
        }
    }

    record OfEventSource(EventSourceId source) implements Key {
        @Override
        public KeyKind kind() {
            return KeyKind.EVENT_SOURCE;
        }

        @Override
        public boolean isOf(Commit commit, Event event) {
            return source.equals(event.source());
        }
    }

    /** The generation does not matter. */
    record OfEventType(EventTypeId type) implements Key {
        @Override
        public KeyKind kind() {
            return KeyKind.EVENT_TYPE;
        }

        @Override
        public boolean isOf(Commit commit, Event event) {
            return event.type() != null && event.type().id().equals(type);
        }
    }

    record OfCorrelation(CorrelationId correlation) implements Key {
        @Override
        public KeyKind kind() {
            return KeyKind.CORRELATION;
        }

        @Override
        public boolean isOf(Commit commit, Event event) {
            return commit.context().correlation().equals(correlation);
        }
    }

    record OfCommitId(CommitId.Chosen id) implements Key {
        @Override
        public KeyKind kind() {
            return KeyKind.COMMIT_ID;
        }

        @Override
        public boolean isOf(Commit commit, Event event) {
            return commit.id().equals(id);
        }
    }

    record OfPartition(PartitionId partition) implements Key {
        @Override
        public KeyKind kind() {
            return KeyKind.PARTITION;
        }

        @Override
        public boolean isOf(Commit commit, Event event) {
            return partition.equals(event.partition());
        }
    }

    record OfCheckpoint(CheckpointName name) implements Key {
        @Override
        public KeyKind kind() {
            return KeyKind.CHECKPOINT;
        }

        @Override
        public boolean isOf(Commit commit, Event event) {
            return commit.checkpoint() != null && commit.checkpoint().name().equals(name);
        }
    }

    /** Every key that the commit has, each once. */
    static Set<Key> of(Commit commit) {
        Set<Key> keys = new LinkedHashSet<>();
        keys.add(new OfCorrelation(commit.context().correlation()));
        if (commit.id() instanceof CommitId.Chosen chosen) {
            keys.add(new OfCommitId(chosen));
        }
        if (commit.checkpoint() != null) {
            keys.add(new OfCheckpoint(commit.checkpoint().name()));
        }
        for (Event event : commit.events()) {
            if (event.appliedBy() != null) {
                keys.add(new OfAggregate(event.appliedBy().aggregate()));
            }
            if (event.source() != null) {
                keys.add(new OfEventSource(event.source()));
            }
            if (event.type() != null) {
                keys.add(new OfEventType(event.type().id()));
            }
            if (event.partition() != null) {
                keys.add(new OfPartition(event.partition()));
            }
        }
        return keys;
    }
}
