package io.pushmi.runtime.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.leases.Leases;
import io.pushmi.runtime.leases.SoleLeases;
import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.log.LogSettings;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SimulatedLogs;
import io.pushmi.runtime.storage.SimulatedStates;
import io.pushmi.runtime.storage.Simulation;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Processors at work on a simulated store, in virtual time: nothing happens but when a spec lets it. */
final class ProcessingFixture {
    static final TenantId TENANT = TenantId.DEVELOPMENT;
    static final LogId LOG = LogId.mainOf(TENANT);
    static final ProcessorId HANDLER = new ProcessorId(
            ProcessorKind.EVENT_HANDLER, ScopeId.DEFAULT, UUID.fromString("6f9bd5a5-6c5a-4b8e-9a36-000000000001"));
    static final String WANTED = "Wanted";
    static final String OTHER = "Other";
    static final Selection SELECTION = Selection.of(Set.of(new EventTypeId(WANTED)));
    private static final int MOST = 200_000;

    final Simulation simulation;
    final SimulatedLogs store;
    final SimulatedStates states;
    private ProcessingSettings settings =
            new ProcessingSettings(20, Duration.ofMillis(250), Duration.ofMinutes(10), Duration.ofSeconds(10), 100);
    private StateStorage shownStates;
    private EventLogStorage shownLogs;
    private Supplier<Leases> leases = SoleLeases::new;
    private EventLogs logs;
    private Processors processors;

    ProcessingFixture() {
        this(new Random(7), 0);
    }

    ProcessingFixture(Random random, int troublePercent) {
        simulation = new Simulation(random);
        store = new SimulatedLogs(simulation, random, troublePercent / 2);
        states = new SimulatedStates(simulation, random, troublePercent);
        shownStates = states;
        shownLogs = store;
        logs = logs();
        processors = runtime();
    }

    ProcessingFixture window(int window) {
        return settings(window, 100);
    }

    ProcessingFixture settings(int window, int troubled) {
        settings = new ProcessingSettings(
                window, settings.saveAfter(), settings.callTimeout(), settings.grace(), troubled);
        processors = runtime();
        return this;
    }

    /** Puts something in front of the stores, for processors that begin from now on. */
    ProcessingFixture through(UnaryOperator<StateStorage> beforeStates, UnaryOperator<EventLogStorage> beforeLogs) {
        shownStates = beforeStates.apply(states);
        shownLogs = beforeLogs.apply(store);
        logs = logs();
        processors = runtime();
        return this;
    }

    Processors processors() {
        return processors;
    }

    /** Begins again with what is stored, as after a crash: what was under way does not happen any more. */
    void crash() {
        simulation.forget();
        logs = logs();
        processors = runtime();
    }

    EventLogs runtimeLogs() {
        return logs;
    }

    private EventLogs logs() {
        return new EventLogs(
                shownLogs, LogSettings.of(Duration.ofHours(1), 1 << 20), simulation.clock(), simulation, simulation);
    }

    private Processors runtime() {
        return new Processors(
                logs,
                shownLogs,
                shownStates,
                leases.get(),
                new Tenants(List.of(TENANT)),
                settings,
                simulation.clock(),
                simulation);
    }

    static ProcessorDefinition sequential() {
        return ProcessorDefinition.sequential(HANDLER, null, SELECTION);
    }

    static ProcessorDefinition partitioned(int concurrency) {
        return new ProcessorDefinition(HANDLER, null, SELECTION, true, concurrency, StartFrom.FIRST, null);
    }

    static ProcessorDefinition with(ProcessorDefinition from, StartFrom start, @Nullable Instant stopAt) {
        return new ProcessorDefinition(
                from.id(), from.alias(), from.selection(), from.partitioned(), from.concurrency(), start, stopAt);
    }

    static boolean isWanted(Commit commit) {
        return SELECTION.includes(commit, commit.events().get(0));
    }

    static String sourceOf(Commit commit) {
        return StreamProcessor.partitionOf(new CommittedEvent(commit, 0)).value();
    }

    Registration register(ProcessorDefinition definition, EventTarget target) {
        RegistrationResult result = now(processors.register(definition, tenant -> target));
        assertThat(result).isInstanceOf(RegistrationResult.Registered.class);
        return ((RegistrationResult.Registered) result).registration();
    }

    /** Commits wanted events, one commit each, of the sources. */
    void wanted(String... sources) {
        for (String source : sources) {
            commit(EventBuilder.event(WANTED, source));
        }
    }

    void other(int count) {
        for (int i = 0; i < count; i++) {
            commit(EventBuilder.event(OTHER, "other"));
        }
    }

    Commit commit(EventBuilder... events) {
        CommitOutcome outcome =
                now(logs.commit(LOG, RequestBuilder.request(events).build()));
        assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
        return ((CommitOutcome.Committed) outcome).commit();
    }

    /** What the stage comes to without time passing. */
    <T> T now(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        calm();
        assertThat(future).as("what is asked for").isDone();
        return future.join();
    }

    void calm() {
        simulation.calm(MOST);
    }

    void pass(Duration duration) {
        simulation.pass(duration, MOST);
    }

    Instant time() {
        return simulation.clock().instant();
    }

    @Nullable
    SavedPosition saved() {
        return states.now(TENANT, "processors").stream()
                .map(SavedPosition::decode)
                .findFirst()
                .orElse(null);
    }

    List<StateDocument> savedPartitions() {
        return states.now(TENANT, SavedPartition.collectionOf(HANDLER));
    }
}
