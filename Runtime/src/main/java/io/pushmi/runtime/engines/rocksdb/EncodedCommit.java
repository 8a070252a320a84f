package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.KeyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A commit with everything about it that takes time to work out, so that this is done before it is its turn to be
 * written.
 */
record EncodedCommit(Commit commit, Bytes bytes, List<IndexTerm> terms, List<EncodedAggregate> aggregates) {
    /** What RocksDB writes around a key and a value, roughly. */
    private static final int PER_ENTRY = 16;

    record EncodedAggregate(Hash hash, Bytes bytes) {}

    static EncodedCommit of(Commit commit, Set<KeyKind> indexes) {
        List<EncodedAggregate> aggregates = new ArrayList<>(commit.aggregates().size());
        for (AggregateState state : commit.aggregates()) {
            aggregates.add(new EncodedAggregate(Hash.of(state.aggregate()), Bytes.wrap(AggregateCodec.encode(state))));
        }
        return new EncodedCommit(commit, Bytes.wrap(CommitCodec.encode(commit)), termsOf(commit, indexes), aggregates);
    }

    static List<IndexTerm> termsOf(Commit commit, Set<KeyKind> indexes) {
        List<IndexTerm> terms = new ArrayList<>();
        for (Key key : Key.of(commit)) {
            if (indexes.contains(key.kind())) {
                terms.add(IndexTerm.of(key));
            }
        }
        return terms;
    }

    /** About as many bytes as it adds to a batch. */
    long size() {
        long size = bytes.size() + PER_ENTRY + (long) terms.size() * (Layout.INDEX_PREFIX + 8 + PER_ENTRY);
        for (EncodedAggregate aggregate : aggregates) {
            size += aggregate.bytes().size() + 4 + Hash.SIZE + PER_ENTRY;
        }
        return size;
    }
}
