package io.pushmi.runtime.storage;

import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.storage.MemoryDisk.Write;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** One fault planted in the reference engine, which one specification of a suite is there to catch. */
interface Flaw {
    MemoryFixture.Opening opening();

    /** The specification, by the name of its method, that must fail on such an engine. */
    String caughtBy();

    /** An engine whose logs are of another make. */
    static MemoryFixture.Opening logsOf(Supplier<MemoryLog> logs) {
        return (disk, kinds) -> new MemoryEngine(disk) {
            @Override
            MemoryLog newLog(LogId id) {
                return logs.get();
            }
        }.recovered();
    }

    /** An engine whose documents are of another make. */
    static MemoryFixture.Opening documentsOf(Supplier<MemoryDocuments> documents) {
        return (disk, kinds) -> new MemoryEngine(disk) {
            @Override
            MemoryDocuments newDocuments() {
                return documents.get();
            }
        }.recovered();
    }

    /**
     * An engine that names its logs wrongly.
     *
     * @param names from all logs that it was ever asked about and the tenant
     */
    static MemoryFixture.Opening naming(BiFunction<Map<LogId, MemoryLog>, TenantId, Set<LogName>> names) {
        return (disk, kinds) -> new MemoryEngine(disk) {
            @Override
            Set<LogName> names(TenantId tenant) {
                return names.apply(known(), tenant);
            }
        }.recovered();
    }

    /** An engine that finds something else on its disk than was written. */
    static MemoryFixture.Opening finding(UnaryOperator<List<Write>> found) {
        return (disk, kinds) -> new MemoryEngine(disk) {
            @Override
            List<Write> surviving(List<Write> writes) {
                return found.apply(writes);
            }
        }.recovered();
    }

    /** An engine that leaves all syncing to its end. */
    static MemoryFixture.Opening syncingLate() {
        return (disk, kinds) -> new MemoryEngine(disk) {
            @Override
            void sync() {}
        }.recovered();
    }

    /** An engine that closes without finishing what it was offered, which it is never quick enough to do before. */
    static MemoryFixture.Opening closingAtOnce() {
        return (disk, kinds) -> new MemoryEngine(disk) {
            @Override
            void sync() {
                await().pollInterval(Duration.ofMillis(5)).until(() -> health() instanceof StorageHealth.Unavailable);
                super.sync();
            }

            @Override
            public void close() {
                crash();
            }
        }.recovered();
    }
}
