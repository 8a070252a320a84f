package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What must be equal in a log, as sums.
 *
 * <ul>
 *   <li>For each kind of key, the entries that the commits must have in the index, and those that it has.
 *   <li>Each aggregate's versions: every commit goes on from a version and a count of commits, and leads to others. What
 *       all commits lead to, without what they go on from, is what the records say.
 *   <li>Each aggregate's order: the count of commits that a commit leads to, and the place of its entry among those of
 *       its aggregate in the index, which are in the order of positions.
 * </ul>
 */
final class LogSums {
    private final Map<KeyKind, Balance> index = new EnumMap<>(KeyKind.class);
    private final Balance versions = new Balance();
    private final Balance order = new Balance();

    /** @param indexed the kinds of keys whose index is complete */
    LogSums(Set<KeyKind> indexed) {
        indexed.forEach(kind -> index.put(kind, new Balance()));
    }

    Set<KeyKind> indexed() {
        return index.keySet();
    }

    void hasKey(IndexTerm term, SequenceNumber first) {
        Balance balance = index.get(term.kind());
        if (balance != null) {
            balance.give(term.hash().bytes(), first.value(), 0);
        }
    }

    void isIndexed(KeyKind kind, byte[] hash, long position) {
        Balance balance = index.get(kind);
        if (balance != null) {
            balance.take(hash, position, 0);
        }
    }

    /** A commit brought an aggregate from a version to this state. */
    void moved(Hash aggregate, long from, AggregateState to, SequenceNumber commit) {
        byte[] hash = aggregate.bytes();
        versions.give(hash, to.commits(), to.next().value());
        if (to.commits() > 1) {
            versions.take(hash, to.commits() - 1, from);
        }
        order.give(hash, commit.value(), to.commits());
    }

    /** The index has an entry of an aggregate that is this far from its first. */
    void isInPlace(byte[] hash, long position, long place) {
        order.take(hash, position, place);
    }

    void isRecorded(Hash aggregate, AggregateState state) {
        versions.take(aggregate.bytes(), state.commits(), state.next().value());
    }

    /** The kinds of keys whose index is complete but not right. */
    Set<KeyKind> uneven() {
        Set<KeyKind> uneven = EnumSet.noneOf(KeyKind.class);
        index.forEach((kind, balance) -> {
            if (!balance.isEven()) {
                uneven.add(kind);
            }
        });
        return uneven;
    }

    /** Whether every aggregate goes on from where it was, as far as that shows without the index. */
    boolean isEveryVersionUsed() {
        return versions.isEven();
    }

    /** Whether every aggregate goes on from where it was, in the order of the log. */
    boolean isEveryVersionInOrder() {
        return versions.isEven() && order.isEven();
    }
}
