package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StoredSize;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * The commits that an index names, in order. Several are looked up together: the more, the smaller they turn out to be,
 * since a commit can be large and most of them are not.
 */
final class Candidates {
    private static final int AT_FIRST = 4;
    private static final int AT_MOST = 64;
    private static final long BYTES_AT_ONCE = 256 * 1024;

    private final CommitReader commits;
    private final TermMerge positions;
    private final SequenceNumber end;
    private final Queue<Commit> found = new ArrayDeque<>();
    private int atOnce = AT_FIRST;
    private int wanted;

    /** @param wanted how many commits whoever asks can do with */
    Candidates(CommitReader commits, TermMerge positions, SequenceNumber end, int wanted) {
        this.commits = commits;
        this.positions = positions;
        this.end = end;
        this.wanted = wanted;
    }

    /** The next commit, or null if there is none before the end. */
    @Nullable
    Commit next() throws RocksDBException {
        if (found.isEmpty()) {
            found.addAll(lookUp(nextPositions()));
            wanted -= found.size();
        }
        return found.poll();
    }

    private List<SequenceNumber> nextPositions() throws RocksDBException {
        int limit = Math.max(1, Math.min(atOnce, wanted));
        List<SequenceNumber> next = new ArrayList<>(limit);
        while (next.size() < limit) {
            long position = positions.next();
            if (position == TermMerge.NONE || position >= end.value()) {
                return next;
            }
            next.add(new SequenceNumber(position));
        }
        return next;
    }

    private List<Commit> lookUp(List<SequenceNumber> firsts) {
        if (firsts.size() < 2) {
            return firsts.stream().map(commits::commitAt).toList();
        }
        List<Commit> together = commits.commitsAt(firsts);
        long bytes = together.stream().mapToLong(StoredSize::of).sum();
        atOnce = (int) Math.max(1, Math.min(AT_MOST, BYTES_AT_ONCE * together.size() / Math.max(1, bytes)));
        return together;
    }
}
