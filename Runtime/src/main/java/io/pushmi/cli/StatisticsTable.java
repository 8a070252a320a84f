package io.pushmi.cli;

import io.pushmi.runtime.storage.StorageStatistics;
import io.pushmi.runtime.storage.StorageStatistics.LogStatistics;
import java.io.PrintWriter;
import java.util.Locale;

/** What is in a store, in columns: all of it, then log by log. */
final class StatisticsTable {
    private static final String ROW = "%14s %14s %14s  %s%n";

    private StatisticsTable() {}

    static void print(StorageStatistics statistics, PrintWriter out) {
        total(out, "size", Amounts.bytes(statistics.bytes()));
        total(out, "logs", Amounts.count(statistics.logs().size()));
        total(out, "events", Amounts.count(statistics.total(LogStatistics::events)));
        total(out, "aggregates", Amounts.count(statistics.total(LogStatistics::aggregates)));
        total(out, "keys", Amounts.count(statistics.total(LogStatistics::keys)));
        total(out, "state documents", Amounts.count(statistics.documents()));
        if (!statistics.logs().isEmpty()) {
            out.println();
            out.printf(Locale.ROOT, ROW, "events", "aggregates", "keys", "tenant/log");
        }
        for (LogStatistics log : statistics.logs()) {
            out.printf(
                    Locale.ROOT,
                    ROW,
                    Amounts.count(log.events()),
                    Amounts.count(log.aggregates()),
                    Amounts.count(log.keys()),
                    Text.shown(log.log().toString()));
        }
        out.flush();
    }

    private static void total(PrintWriter out, String name, String amount) {
        out.printf(Locale.ROOT, "%-16s %s%n", name, amount);
    }
}
