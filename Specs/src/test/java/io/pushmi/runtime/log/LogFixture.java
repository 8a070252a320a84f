package io.pushmi.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.log.CommitOutcome.Committed;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.SpecStores;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Event logs at work on a reference engine, with threads and time as in a Runtime. */
final class LogFixture implements AutoCloseable {
    static final LogId LOG = LogId.mainOf(TenantId.DEVELOPMENT);
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final StorageEngine engine = SpecStores.open();
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private LogSettings settings = LogSettings.of(PATIENCE, 64 << 20);
    private Clock clock = Clock.systemUTC();

    LogFixture settings(LogSettings changed) {
        settings = changed;
        return this;
    }

    LogFixture clock(Clock changed) {
        clock = changed;
        return this;
    }

    EventLogStorage store() {
        return engine.logs();
    }

    /** The logs of one Runtime on the engine, or on something in front of it. */
    EventLogs runtime(EventLogStorage storage) {
        return new EventLogs(storage, settings, clock, executor, timer);
    }

    EventLogs runtime() {
        return runtime(store());
    }

    static CompletableFuture<CommitOutcome> commit(EventLogs logs, RequestBuilder request) {
        return logs.commit(LOG, request.build()).toCompletableFuture();
    }

    static CommitOutcome outcome(CompletableFuture<CommitOutcome> outcome) {
        return outcome.orTimeout(PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS).join();
    }

    static CommitOutcome committing(EventLogs logs, RequestBuilder request) {
        return outcome(commit(logs, request));
    }

    static Commit committed(EventLogs logs, RequestBuilder request) {
        CommitOutcome outcome = committing(logs, request);
        assertThat(outcome).isInstanceOf(Committed.class);
        return ((Committed) outcome).commit();
    }

    /** All that is in the log. */
    List<Commit> stored() {
        return store().read(LOG, SequenceNumber.FIRST, new PageLimit(Integer.MAX_VALUE, Long.MAX_VALUE))
                .toCompletableFuture()
                .join()
                .commits();
    }

    @Override
    public void close() {
        executor.shutdownNow();
        timer.shutdownNow();
        engine.close();
    }
}
