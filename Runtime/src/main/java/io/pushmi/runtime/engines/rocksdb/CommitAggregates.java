package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.HashMap;
import java.util.Map;

/** Checks that what a commit says of its aggregates follows from its events. */
final class CommitAggregates {
    private final CheckedLog log;
    private final LogSums sums;

    /** From which version an aggregate goes on in a commit, to which, and the position of its last event there. */
    private record Move(long from, long to, SequenceNumber last) {}

    CommitAggregates(CheckedLog log, LogSums sums) {
        this.log = log;
        this.sums = sums;
    }

    void check(Commit commit) {
        Map<AggregateId, Move> moves = moves(commit);
        for (AggregateState state : commit.aggregates()) {
            Move move = moves.remove(state.aggregate());
            if (move == null) {
                log.found(
                        commit.first(),
                        "it says what became of aggregate " + state.aggregate() + ", which has no event in it");
            } else {
                check(commit, state, move);
            }
        }
        for (AggregateId aggregate : moves.keySet()) {
            log.found(commit.first(), "it does not say what became of aggregate " + aggregate);
        }
    }

    private void check(Commit commit, AggregateState state, Move move) {
        boolean isFirst = state.commits() == 1;
        if (state.next().value() != move.to() || !state.last().equals(move.last())) {
            log.found(
                    commit.first(),
                    "it says that aggregate " + state.aggregate() + " is at version " + state.next()
                            + " with its last event at " + state.last() + ", but its events end at version " + move.to()
                            + " and position " + move.last());
        } else if (isFirst != (move.from() == 0)) {
            log.found(
                    commit.first(),
                    "it is said to be commit " + state.commits() + " of aggregate " + state.aggregate()
                            + ", but goes on from version " + move.from());
        }
        sums.moved(Hash.of(state.aggregate()), move.from(), state, commit.first());
    }

    private Map<AggregateId, Move> moves(Commit commit) {
        Map<AggregateId, Move> moves = new HashMap<>();
        for (int i = 0; i < commit.count(); i++) {
            AppliedBy by = commit.events().get(i).appliedBy();
            if (by != null) {
                SequenceNumber position = commit.numberOf(i);
                Move before = moves.get(by.aggregate());
                long version = by.version().value();
                if (before != null && before.to() != version) {
                    log.found(
                            position,
                            "the event has version " + version + " of aggregate " + by.aggregate() + ", where version "
                                    + before.to() + " must follow");
                }
                moves.put(by.aggregate(), new Move(before == null ? version : before.from(), version + 1, position));
            }
        }
        return moves;
    }
}
