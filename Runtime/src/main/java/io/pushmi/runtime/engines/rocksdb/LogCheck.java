package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.LogId;
import org.rocksdb.RocksDBException;

/**
 * Checks one log: its commits one after another, and whether the aggregates' records and the index say the same as they
 * do. That is told from sums over each, so that nothing has to be remembered or looked up; where they differ, entries and
 * commits are looked up one by one, to say which.
 */
final class LogCheck {
    private final CheckedLog log;
    private final LogSums sums;
    private final CommitWalk commits;
    private final IndexWalk index;
    private final RecordWalk records;
    private final IndexSearch indexSearch;
    private final ChainSearch chainSearch;

    LogCheck(Database database, LogId log, LogNumber number, VerificationRun run) throws RocksDBException {
        CheckedLog checked = new CheckedLog(database, log, number, run);
        this.log = checked;
        sums = new LogSums(checked.indexed());
        commits = new CommitWalk(checked, sums);
        index = new IndexWalk(checked, sums);
        records = new RecordWalk(checked, sums);
        indexSearch = new IndexSearch(checked);
        chainSearch = new ChainSearch(checked);
    }

    void run() throws RocksDBException {
        commits.run();
        index.run();
        records.run();
        boolean isIndexRight = sums.uneven().isEmpty() || indexSearch.run(sums.uneven());
        if (isIndexRight && sums.indexed().contains(KeyKind.AGGREGATE)) {
            if (!sums.isEveryVersionInOrder()) {
                chainSearch.run();
            }
        } else if (commits.isWhole() && !sums.isEveryVersionUsed()) {
            log.found(
                    null,
                    "its aggregates do not all go on from where they were; which ones cannot be told without a right"
                            + " index by aggregate");
        }
    }
}
