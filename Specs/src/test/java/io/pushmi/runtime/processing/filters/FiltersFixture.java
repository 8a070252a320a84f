package io.pushmi.runtime.processing.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.events.streams.StreamDefinition;
import io.pushmi.runtime.events.streams.StreamKind;
import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.log.LogSettings;
import io.pushmi.runtime.processing.ProcessorDefinition;
import io.pushmi.runtime.processing.Registration;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.SpecStores;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;

/** Filters of two tenants at work on a reference engine, or on something in front of it. */
final class FiltersFixture implements AutoCloseable {
    static final TenantId OTHER = new TenantId(UUID.fromString("2f1d7c52-0a4e-4b6b-8f1c-6f8e5c1d3a02"));
    static final LogId LOG = LogId.mainOf(TenantId.DEVELOPMENT);
    static final FilterId ID = new FilterId(UUID.fromString("9b1c2d3e-4f50-4a6b-8c7d-0e1f2a3b4c03"));

    private final StorageEngine engine = SpecStores.open();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final EventLogStorage storage;
    private final EventLogs logs;
    private final SequentialProcessors processors;
    private final Filters filters;

    FiltersFixture() {
        this(asItIs -> asItIs);
    }

    FiltersFixture(UnaryOperator<EventLogStorage> before) {
        List<TenantId> tenants = List.of(TenantId.DEVELOPMENT, OTHER);
        storage = before.apply(engine.logs());
        logs = new EventLogs(
                storage, LogSettings.of(Duration.ofSeconds(20), 64 << 20), Clock.systemUTC(), threads, threads);
        processors = new SequentialProcessors(storage, tenants);
        filters = new Filters(processors, logs, storage, engine.states(), new Tenants(tenants), threads);
    }

    static FilterDefinition definition(StreamKind kind) {
        return new FilterDefinition(ScopeId.DEFAULT, ID, kind);
    }

    static LogId streamOf(FilterDefinition definition) {
        return new LogId(
                TenantId.DEVELOPMENT,
                new StreamDefinition(definition.scope(), definition.id().stream(), definition.kind()).name());
    }

    Filters filters() {
        return filters;
    }

    EventLogs logs() {
        return logs;
    }

    EventLogStorage storage() {
        return storage;
    }

    StateStorage states() {
        return engine.states();
    }

    ScheduledExecutorService threads() {
        return threads;
    }

    SequentialProcessors processors() {
        return processors;
    }

    FilterRegistrationResult register(FilterDefinition definition, FilterClient client) {
        return Answers.of(filters.register(definition, client));
    }

    /** Registers a filter, lets it work through what there is, and stops it. */
    void filter(FilterDefinition definition, FilterClient client) {
        Registration registration = registered(definition, client);
        work();
        Answers.of(registration.stop(Duration.ZERO));
    }

    Registration registered(FilterDefinition definition, FilterClient client) {
        FilterRegistrationResult result = register(definition, client);
        assertThat(result).isInstanceOf(FilterRegistrationResult.Registered.class);
        return ((FilterRegistrationResult.Registered) result).registration();
    }

    /** Lets the filter that was registered last work through what there is. */
    void work() {
        List<ProcessorDefinition> definitions = processors.definitions();
        Answers.of(processors.work(definitions.get(definitions.size() - 1)));
    }

    Commit commit(LogId log, RequestBuilder request) {
        CommitOutcome outcome = Answers.of(logs.commit(log, request.build()));
        assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
        return ((CommitOutcome.Committed) outcome).commit();
    }

    Commit commit(RequestBuilder request) {
        return commit(LOG, request);
    }

    /** What clients see of a log. */
    List<Commit> stored(LogId log) {
        return Answers.of(engine.logs().read(log, SequenceNumber.FIRST, new PageLimit(10_000, Long.MAX_VALUE)))
                .commits()
                .stream()
                .filter(commit -> commit.kind() == CommitKind.EVENTS)
                .toList();
    }

    @Override
    public void close() {
        processors.close();
        threads.shutdownNow();
        engine.close();
    }
}
