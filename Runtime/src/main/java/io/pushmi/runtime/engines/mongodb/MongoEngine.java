package io.pushmi.runtime.engines.mongodb;

import com.mongodb.reactivestreams.client.MongoDatabase;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.storage.StorageHealth;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.storage.Upkeep;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store in MongoDB: a database for each tenant, which any number of Runtimes may share. Made by {@link #open}; safe for
 * any thread. What its stages complete runs on threads of the driver's, where {@link #close} must not be called.
 */
public final class MongoEngine implements StorageEngine {
    private static final Logger LOG = LoggerFactory.getLogger(MongoEngine.class);
    private static final Duration BETWEEN_CLEARINGS = Duration.ofHours(1);

    private final MongoSettings settings;
    private final WrittenForGood written = new WrittenForGood();
    private final Clients clients;
    private final Clock clock = Clock.systemUTC();
    private final Map<TenantId, MongoDatabase> databases = new LinkedHashMap<>();
    private final Map<TenantId, MongoCommands> commands = new LinkedHashMap<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "pushmi-mongodb-timer");
        thread.setDaemon(true);
        return thread;
    });
    private final MongoLogs logs;
    private final MongoStates states;
    private final MongoUpkeep upkeep;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private MongoEngine(MongoSettings settings) {
        this.settings = settings;
        timer.setRemoveOnCancelPolicy(true);
        clients = new Clients(written, settings.patience());
        logs = new MongoLogs(this::commandsOf, settings.indexes(), timer);
        states = new MongoStates(this::commandsOf, clock);
        upkeep = new MongoUpkeep(databases, logs);
    }

    /**
     * Opens the store, and begins one in each database that is new. Blocks until every database has been looked at, and
     * keeps trying for a while where no server is reached that takes writes.
     *
     * @throws MongoCannotBeOpened if a server is not reached, or a database is not one for this version and its tenant;
     *     what is in that database is left as it was
     */
    public static MongoEngine open(MongoSettings settings) {
        MongoEngine engine = new MongoEngine(settings);
        try {
            Opening opening = new Opening(settings, engine.clients, engine.clock, engine.timer);
            opening.connect(engine.databases);
            engine.commands.putAll(opening.prepare(engine.databases));
        } catch (RuntimeException | Error failure) {
            engine.close();
            throw failure;
        }
        engine.timer.scheduleWithFixedDelay(engine::clearRemoved, 0, BETWEEN_CLEARINGS.toSeconds(), TimeUnit.SECONDS);
        return engine;
    }

    @Override
    public EventLogStorage logs() {
        return logs;
    }

    @Override
    public StateStorage states() {
        return states;
    }

    @Override
    public Optional<Upkeep> upkeep() {
        return Optional.of(upkeep);
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public StorageHealth health() {
        if (isClosed.get()) {
            return new StorageHealth.Unavailable("the store is closed");
        }
        Optional<String> trouble = clients.unavailableBecause();
        if (trouble.isPresent()) {
            return new StorageHealth.Unavailable(trouble.get());
        }
        return logs.readOnlyBecause()
                .<StorageHealth>map(StorageHealth.ReadOnly::new)
                .orElse(StorageHealth.HEALTHY);
    }

    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        // Longer than a command takes that gets no answer, and than those take together of which a change is made.
        Duration longest = settings.patience().multipliedBy(3);
        await(logs.close(), longest);
        await(states.close(), longest);
        timer.shutdownNow();
        clients.close();
    }

    /**
     * How many writes were answered since this engine was opened that a majority has and has in its journal. It grows
     * before anything is acknowledged that one of them made durable.
     */
    public long syncs() {
        return written.count();
    }

    private MongoCommands commandsOf(TenantId tenant) {
        MongoCommands found = commands.get(tenant);
        if (found == null) {
            throw new StorageUnavailable("tenant " + tenant + " has no database", null);
        }
        return found;
    }

    private void clearRemoved() {
        commands.forEach((tenant, database) -> {
            CompletionStage<Void> unused = new RemovedStates(database)
                    .clear(clock.instant().minus(RemovedStates.KEPT))
                    .exceptionally(failure -> {
                        LOG.info(
                                "what is left of removed documents of tenant {} stays for now: {}",
                                tenant,
                                Confidential.oneLine(String.valueOf(failure.getMessage())));
                        return null;
                    });
        });
    }

    private static void await(CompletionStage<Void> end, Duration longest) {
        try {
            end.toCompletableFuture().get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException unfinished) {
            LOG.warn("the store is closed before everything was answered that was asked of it", unfinished);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
