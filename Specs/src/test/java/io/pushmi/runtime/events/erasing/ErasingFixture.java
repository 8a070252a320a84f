package io.pushmi.runtime.events.erasing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.leases.Leases;
import io.pushmi.runtime.leases.SoleLeases;
import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.log.LogSettings;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.MemoryEngine;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.Upkeep;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A Runtime that erases, as far as that takes one, on a reference engine or on something in front of it. */
final class ErasingFixture implements AutoCloseable {
    static final LogId LOG = LogId.mainOf(TenantId.DEVELOPMENT);
    static final Duration WAIT = Duration.ofSeconds(10);

    private final MemoryEngine engine;
    private final EventLogStorage storage;
    private final StateStorage states;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final EventLogs logs;
    private final Erasures erasures;
    private final Redactions redactions;

    private ErasingFixture(MemoryEngine engine, PowerFailure power, Duration wait, Leases leases) {
        this.engine = engine;
        this.storage = power.before(engine.logs());
        this.states = power.before(engine.states());
        Tenants tenants = new Tenants(List.of(TenantId.DEVELOPMENT));
        logs = new EventLogs(
                storage,
                LogSettings.of(WAIT, 64 << 20).shared(leases.areShared()),
                Clock.systemUTC(),
                threads,
                threads);
        Optional<Upkeep> upkeep = power.upkeep();
        erasures = new Erasures(logs, storage, states, upkeep, tenants, leases, threads);
        redactions = new Redactions(logs, storage, states, erasures, tenants, threads, wait);
    }

    static ErasingFixture open() {
        return on(new MemoryDisk(), PowerFailure.never());
    }

    static ErasingFixture on(MemoryDisk disk, PowerFailure power) {
        return on(disk, power, WAIT);
    }

    static ErasingFixture on(MemoryDisk disk, PowerFailure power, Duration wait) {
        return new ErasingFixture(MemoryEngine.open(disk), power, wait, new SoleLeases());
    }

    /** One of several Runtimes on an engine, started. */
    static ErasingFixture sharing(MemoryEngine engine, PowerFailure power, Leases leases) {
        ErasingFixture fixture = new ErasingFixture(engine, power, WAIT, leases);
        fixture.erasures.resume();
        fixture.redactions.resume();
        return fixture;
    }

    EventLogs logs() {
        return logs;
    }

    Erasures erasures() {
        return erasures;
    }

    Redactions redactions() {
        return redactions;
    }

    EventLogStorage storage() {
        return storage;
    }

    StateStorage states() {
        return states;
    }

    Commit commit(LogId log, RequestBuilder request) {
        CommitOutcome outcome = Answers.of(redactions.commit(log, request.build()));
        assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
        return ((CommitOutcome.Committed) outcome).commit();
    }

    Commit commit(RequestBuilder request) {
        return commit(LOG, request);
    }

    Erased erase(Target target) {
        return erase(LOG, target);
    }

    Erased erase(LogId log, Target target) {
        return Answers.of(erasures.erase(new ErasureRequest(log, target, "the officer", "asked by the customer")));
    }

    List<Commit> stored(LogId log) {
        return Answers.of(engine.logs().read(log, SequenceNumber.FIRST, new PageLimit(10_000, Long.MAX_VALUE)))
                .commits();
    }

    /** What the events of the log say, but for those that the log made for itself. */
    List<String> contents(LogId log) {
        return stored(log).stream()
                .filter(commit -> commit.kind() == CommitKind.EVENTS)
                .flatMap(commit -> commit.events().stream())
                .map(ErasingFixture::text)
                .toList();
    }

    List<String> contents() {
        return contents(LOG);
    }

    /** The records of erasures, as JSON. */
    List<String> records(LogId log) {
        return stored(log).stream()
                .filter(commit -> commit.kind() == CommitKind.SYSTEM)
                .flatMap(commit -> commit.events().stream())
                .map(ErasingFixture::text)
                .toList();
    }

    List<String> records() {
        return records(LOG);
    }

    /** How many erasures are not seen through yet. */
    int pending() {
        return Answers.of(engine.states().list(TenantId.DEVELOPMENT, ErasureDocument.COLLECTION, null, 100))
                .documents()
                .size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        engine.close();
    }

    private static String text(Event event) {
        return event.content() instanceof Content.Legible legible
                ? legible.bytes().asUtf8()
                : "erased";
    }
}
