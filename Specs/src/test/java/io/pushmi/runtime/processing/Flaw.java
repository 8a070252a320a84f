package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StatePage;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Ways in which processors could go wrong, planted where they meet their stores and their target. */
enum Flaw {
    NONE,
    SAVES_BEFORE_THE_TARGET_HAS_SETTLED,
    SAVES_A_POSITION_TOO_FAR,
    SAVES_NO_POSITION_AFTER_THE_FIRST,
    SAVES_A_WRONG_STREAM_POSITION,
    FORGETS_TROUBLED_PARTITIONS,
    FORGETS_PARTITIONS_WHILE_THEY_CATCH_UP,
    SAVES_TROUBLED_PARTITIONS_TOO_FAR,
    LEAVES_OUT_AN_EVENT_OF_A_PAGE,
    MIXES_UP_THE_ORDER_OF_A_PAGE,
    DELIVERS_WHAT_IS_NOT_ANSWERED_AGAIN;

    StateStorage states(StateStorage states) {
        return new FlawedStates(states);
    }

    EventLogStorage logs(EventLogStorage logs) {
        return this == LEAVES_OUT_AN_EVENT_OF_A_PAGE || this == MIXES_UP_THE_ORDER_OF_A_PAGE
                ? new FlawedReading(logs)
                : logs;
    }

    private StateChange flawed(StateChange change) {
        if (!(change instanceof StateChange.Put put)) {
            return change;
        }
        StateDocument document = new StateDocument(put.name(), Revision.ABSENT, put.content());
        return put.name().collection().equals("processors")
                ? new StateChange.Put(
                        put.name(),
                        put.expected(),
                        flawed(SavedPosition.decode(document)).encode())
                : new StateChange.Put(
                        put.name(),
                        put.expected(),
                        flawed(SavedPartition.decode(document)).encode());
    }

    private SavedPosition flawed(SavedPosition saved) {
        long next = saved.next().value();
        long streamPosition = saved.streamPosition();
        if (this == SAVES_A_POSITION_TOO_FAR && next > 0) {
            next++;
            streamPosition++;
        } else if (this == SAVES_NO_POSITION_AFTER_THE_FIRST) {
            next = 0;
            streamPosition = 0;
        } else if (this == SAVES_A_WRONG_STREAM_POSITION) {
            streamPosition = Math.max(0, streamPosition - 1);
        }
        return new SavedPosition(
                new SequenceNumber(next),
                streamPosition,
                saved.edition(),
                saved.run(),
                saved.lastHandled(),
                saved.failing(),
                saved.fence());
    }

    private SavedPartition flawed(SavedPartition saved) {
        PartitionStatus status = saved.status();
        boolean isParked = status.state() == PartitionStatus.State.PARKED;
        if (this == FORGETS_TROUBLED_PARTITIONS || (this == FORGETS_PARTITIONS_WHILE_THEY_CATCH_UP && isParked)) {
            return new SavedPartition(status, saved.run() + 1, saved.fence());
        }
        return this == SAVES_TROUBLED_PARTITIONS_TOO_FAR
                ? new SavedPartition(
                        new PartitionStatus(
                                status.partition(),
                                status.position().plus(1),
                                status.streamPosition() + 1,
                                status.state(),
                                status.reason(),
                                status.attempts(),
                                status.lastFailed(),
                                status.nextTry()),
                        saved.run(),
                        saved.fence())
                : saved;
    }

    private final class FlawedStates implements StateStorage {
        private final StateStorage states;

        FlawedStates(StateStorage states) {
            this.states = states;
        }

        @Override
        public CompletionStage<Optional<StateDocument>> get(StateName name) {
            return states.get(name);
        }

        @Override
        public CompletionStage<List<StateResult>> change(List<StateChange> changes) {
            return states.change(changes.stream().map(Flaw.this::flawed).toList());
        }

        @Override
        public CompletionStage<StatePage> list(TenantId tenant, String collection, @Nullable String after, int limit) {
            return states.list(tenant, collection, after, limit);
        }

        @Override
        public CompletionStage<Set<String>> collections(TenantId tenant) {
            return states.collections(tenant);
        }
    }

    /** What is read for partitions only. */
    private final class FlawedReading extends ForwardingLogs {
        FlawedReading(EventLogStorage logs) {
            super(logs);
        }

        @Override
        public CompletionStage<CommitPage> readByKeys(LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
            CompletionStage<CommitPage> page = super.readByKeys(log, keys, from, limit);
            return keys.iterator().next() instanceof Key.OfEventSource
                    ? page.thenCompose(read -> CompletableFuture.completedFuture(flawed(read)))
                    : page;
        }

        private CommitPage flawed(CommitPage page) {
            List<Commit> commits = new ArrayList<>(page.commits());
            if (commits.size() > 2) {
                Commit second = commits.remove(1);
                if (Flaw.this == MIXES_UP_THE_ORDER_OF_A_PAGE) {
                    commits.add(second);
                }
            }
            return new CommitPage(commits, page.next());
        }
    }
}
