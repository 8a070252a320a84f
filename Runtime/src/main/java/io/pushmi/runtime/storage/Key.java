package io.pushmi.runtime.storage;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.execution.CorrelationId;
import java.util.EnumSet;
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
        return of(commit, EnumSet.allOf(KeyKind.class));
    }

    /** Every key of these kinds that the commit has, each once. Costs nothing for the other kinds. */
    static Set<Key> of(Commit commit, Set<KeyKind> kinds) {
        Set<Key> keys = new LinkedHashSet<>();
        for (KeyKind kind : kinds) {
            switch (kind) {
                case CORRELATION -> keys.add(new OfCorrelation(commit.context().correlation()));
                case COMMIT_ID -> {
                    if (commit.id() instanceof CommitId.Chosen chosen) {
                        keys.add(new OfCommitId(chosen));
                    }
                }
                case CHECKPOINT -> {
                    if (commit.checkpoint() != null) {
                        keys.add(new OfCheckpoint(commit.checkpoint().name()));
                    }
                }
                case AGGREGATE, EVENT_SOURCE, EVENT_TYPE, PARTITION -> {
                    for (Event event : commit.events()) {
                        addKey(event, kind, keys);
                    }
                }
            }
        }
        return keys;
    }

    private static void addKey(Event event, KeyKind kind, Set<Key> keys) {
        if (kind == KeyKind.AGGREGATE && event.appliedBy() != null) {
            keys.add(new OfAggregate(event.appliedBy().aggregate()));
        } else if (kind == KeyKind.EVENT_SOURCE && event.source() != null) {
            keys.add(new OfEventSource(event.source()));
        } else if (kind == KeyKind.EVENT_TYPE && event.type() != null) {
            keys.add(new OfEventType(event.type().id()));
        } else if (kind == KeyKind.PARTITION && event.partition() != null) {
            keys.add(new OfPartition(event.partition()));
        }
    }
}
