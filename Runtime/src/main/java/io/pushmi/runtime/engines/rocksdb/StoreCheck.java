package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.LogId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.rocksdb.RocksDBException;

/** Checks a whole store, going once through each of its columns, and a second time only through what does not add up. */
final class StoreCheck {
    private static final List<Column> OF_LOGS = List.of(Column.COMMITS, Column.AGGREGATES, Column.KEYS);

    private final Database database;
    private final VerificationRun run;

    StoreCheck(Database database, VerificationRun run) {
        this.database = database;
        this.run = run;
    }

    void run() throws RocksDBException {
        run.expects(database.estimatedEntries());
        DirectoryCheck directory = new DirectoryCheck(database, run);
        directory.run();
        for (Map.Entry<LogNumber, LogId> log : directory.logs().entrySet()) {
            run.checkedLog();
            new LogCheck(database, log.getValue(), log.getKey(), run).run();
        }
        for (Column column : OF_LOGS) {
            findStrays(column, directory.logs());
        }
        new DocumentCheck(database, run, directory.counters()).run();
        run.finish();
    }

    /** Entries of logs that there are not, a finding for each such log. */
    private void findStrays(Column column, Map<LogNumber, LogId> logs) {
        try (Scan scan = database.sweep(column, new byte[0])) {
            boolean isThere = scan.seek(new byte[0]);
            while (isThere) {
                byte[] key = scan.key();
                int number = key.length < 4 ? -1 : ByteBuffer.wrap(key).getInt();
                LogNumber log = new LogNumber(number);
                if (number < 0 || !logs.containsKey(log)) {
                    run.found(null, null, "there are " + column + " of log number " + number + ", which is no log");
                }
                byte[] next = Layout.after(Layout.log(log));
                isThere = next != null && scan.seek(next);
            }
        } catch (RocksDBException unreadable) {
            run.found(null, null, column + " cannot be read: " + unreadable.getMessage());
        }
    }
}
