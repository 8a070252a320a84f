package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.log.LogSettings;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.Simulation;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** The event logs of one Runtime on the simulated servers, from its start until it is killed. */
final class SimulatedRuntime {
    private final MortalTasks tasks;
    private final MongoLogs engine;
    private final EventLogStorage storage;
    private final EventLogs logs;
    private final @Nullable PlainCommitter plain;

    /**
     * @param isPlain whether it commits through a {@link PlainCommitter} instead of the Runtime's own
     * @param flaw what is done wrong on purpose
     */
    SimulatedRuntime(
            LogId log,
            SimulatedServer server,
            Simulation simulation,
            Random random,
            LogSettings settings,
            boolean isPlain,
            @Nullable PlantedFlaw flaw) {
        tasks = new MortalTasks(simulation);
        MongoCommands commands = new SimulatedCommands(server, simulation, random, flaw, tasks::isAlive);
        engine = new MongoLogs(tenant -> commands, EnumSet.allOf(KeyKind.class), tasks);
        storage = flaw == null ? engine : new FlawedLogs(engine, flaw);
        logs = new EventLogs(storage, settings, simulation.clock(), tasks, tasks);
        plain = isPlain ? new PlainCommitter(log, storage, tasks, random, flaw) : null;
    }

    EventLogStorage storage() {
        return storage;
    }

    CompletionStage<CommitOutcome> commit(LogId log, CommitRequest request) {
        return plain == null ? logs.commit(log, request) : plain.commit(request);
    }

    Flux<Commit> follow(LogId log, SequenceNumber from) {
        return logs.log(log).follow(from, Set.of());
    }

    /** Lets it do what it does now and then, such as giving up on commits that have waited too long. */
    void passTime() {
        tasks.repeat();
    }

    /** Why its engine takes no more commits, if it believes that the log is damaged. */
    Optional<String> readOnlyBecause() {
        return engine.readOnlyBecause();
    }

    boolean isAlive() {
        return tasks.isAlive();
    }

    /** Ends it at once. Commands of its that are under way arrive nevertheless. */
    void kill() {
        tasks.kill();
    }
}
