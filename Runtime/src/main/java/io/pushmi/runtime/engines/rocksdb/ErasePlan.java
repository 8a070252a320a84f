package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StoredSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.rocksdb.RocksDBException;

/** Sorts positions whose content is to go by the commits that contain them, in portions of a bounded size. */
final class ErasePlan {
    private static final long PORTION = 4L << 20;

    private final LogId log;
    private final List<EraseOffer> offers = new ArrayList<>();
    private Map<SequenceNumber, Map<Integer, Content>> portion = new HashMap<>();
    private long size;

    private ErasePlan(LogId log) {
        this.log = log;
    }

    /** @throws IllegalArgumentException if a position is beyond the end of the log */
    static List<EraseOffer> of(Database database, LogId log, Map<SequenceNumber, Content> remaining)
            throws RocksDBException {
        if (remaining.isEmpty()) {
            return List.of();
        }
        NavigableMap<SequenceNumber, Content> positions = new TreeMap<>(remaining);
        LogNumber number = database.directory().numberOf(log);
        SequenceNumber head = number == null
                ? SequenceNumber.FIRST
                : database.directory().headOf(log, number).next();
        if (number == null || !positions.lastKey().isBefore(head)) {
            throw new IllegalArgumentException(
                    "position " + positions.lastKey() + " is beyond the end of log " + log + ", which is " + head);
        }
        ErasePlan plan = new ErasePlan(log);
        plan.add(new CommitReader(database, log, number), positions);
        return plan.offers;
    }

    private void add(CommitReader reader, NavigableMap<SequenceNumber, Content> positions) throws RocksDBException {
        SequenceNumber next = positions.firstKey();
        while (next != null) {
            Commit commit = reader.commitAt(reader.startOf(next));
            Map<Integer, Content> ofCommit = new HashMap<>();
            positions
                    .subMap(commit.first(), commit.next())
                    .forEach((position, content) -> ofCommit.put(
                            Math.toIntExact(position.value() - commit.first().value()), content));
            portion.put(commit.first(), ofCommit);
            size += StoredSize.of(commit);
            next = positions.ceilingKey(commit.next());
            if (size >= PORTION || next == null) {
                offers.add(new EraseOffer(log, portion, size));
                portion = new HashMap<>();
                size = 0;
            }
        }
    }
}
