package io.pushmi.runtime.server;

import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.storage.StorageEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Runtime that is running in this process: from {@link #start}, which returns when clients are served, to
 * {@link #close}. Any number may run at a time, each with ports and a data folder of its own.
 *
 * <p>Ports are taken before the store is opened, since opening writes: a Runtime that cannot have its ports leaves the
 * data folder alone. Meanwhile calls are {@code UNAVAILABLE}.
 */
public final class PushmiRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushmiRuntime.class);

    /** Longer than any commit takes while the store works; one that it never decides must not keep a Runtime from stopping. */
    private static final Duration LONGEST_DECISION = Duration.ofSeconds(5);

    private final RuntimeConfiguration configuration;
    private final ConfiguredStore store;
    private final Threads threads;
    private final Ports ports;
    private final StorageEngine engine;
    private final Rooms rooms;
    private final HealthReport health;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private PushmiRuntime(
            RuntimeConfiguration configuration,
            ConfiguredStore store,
            Threads threads,
            Ports ports,
            StorageEngine engine,
            Rooms rooms) {
        this.configuration = configuration;
        this.store = store;
        this.threads = threads;
        this.ports = ports;
        this.engine = engine;
        this.rooms = rooms;
        rooms.resume();
        openPorts();
        this.health = new HealthReport(engine, List.copyOf(ports.all().values()), threads.timer());
    }

    /**
     * Starts a Runtime. Blocks until it serves, which takes a while where a crash left a lot to recover.
     *
     * @throws CannotStart if it cannot; nothing is left open then
     */
    public static PushmiRuntime start(RuntimeConfiguration configuration) {
        ConfiguredStore store = ConfiguredStore.of(configuration);
        Threads threads = Threads.start();
        try {
            return start(configuration, store, threads, Ports.bind(configuration));
        } catch (RuntimeException | Error failure) {
            threads.stop();
            throw failure;
        }
    }

    private static PushmiRuntime start(
            RuntimeConfiguration configuration, ConfiguredStore store, Threads threads, Ports ports) {
        try {
            return start(configuration, store, threads, ports, store.open());
        } catch (RuntimeException | Error failure) {
            ports.close();
            throw failure;
        }
    }

    private static PushmiRuntime start(
            RuntimeConfiguration configuration,
            ConfiguredStore store,
            Threads threads,
            Ports ports,
            StorageEngine engine) {
        try {
            Rooms rooms = Rooms.over(engine, configuration, threads);
            return new PushmiRuntime(configuration, store, threads, ports, engine, rooms);
        } catch (RuntimeException | Error failure) {
            engine.close();
            throw failure;
        }
    }

    /** Where it listens, with the ports that are really bound. */
    public List<BoundEndpoint> endpoints() {
        return ports.endpoints();
    }

    /** Where it keeps events, without credentials: the folder of the embedded store, from the root on, or databases. */
    public String store() {
        return store.place();
    }

    /** What is behind its ports, for who runs it in the same process. */
    Rooms rooms() {
        return rooms;
    }

    /**
     * Stops: clients get no more events at once, but may finish with those that they have, and commit what comes of it.
     * Then new commits are refused, what is in progress is finished within the configured limits, and the ports and the
     * store are closed. Returns when all of that is done. To close again does nothing.
     */
    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        health.end();
        awaitClients();
        awaitCommits();
        ports.close();
        engine.close();
        threads.stop();
    }

    private void openPorts() {
        ports.all().forEach((name, port) -> port.open(rooms.servicesOf(name), Rooms.endless()));
    }

    private void awaitClients() {
        Duration grace = configuration.processing().grace();
        Duration longest = grace.plus(LONGEST_DECISION);
        await(rooms.processors().close(grace), longest, "the positions of all clients are saved");
    }

    private void awaitCommits() {
        Duration longest = configuration.limits().commitWait().compareTo(LONGEST_DECISION) < 0
                ? configuration.limits().commitWait()
                : LONGEST_DECISION;
        await(rooms.logs().close(), longest, "the store has decided all commits");
    }

    private static void await(CompletionStage<Void> stage, Duration longest, String hope) {
        try {
            stage.toCompletableFuture().get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.warn("stopping before {}, which took longer than {}", hope, longest);
        } catch (ExecutionException failed) {
            LOG.warn("stopping before {}", hope, failed);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
