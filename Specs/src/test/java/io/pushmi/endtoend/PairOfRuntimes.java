package io.pushmi.endtoend;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.pushmi.runtime.server.RuntimeProcess;
import io.pushmi.runtime.storage.MongoServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Two Runtimes whose development tenant has its events in one database that nobody has used. Each can be killed and
 * started again, and halted and let go on. Its closing ends both. For one thread, apart from the channels.
 */
final class PairOfRuntimes implements AutoCloseable {
    static final int COUNT = 2;

    private static final String EVENT_STORE =
            "DOLITTLE__RUNTIME__TENANTS__445f8ea8-1a6f-40d7-b2fc-796dba92dc44__RESOURCES__EVENTSTORE__";

    private final Path folder;
    private final Map<String, String> environment;
    private final List<AtomicReference<@Nullable Channel>> channels =
            List.of(new AtomicReference<>(), new AtomicReference<>());
    private final Map<Integer, RuntimeProcess> processes = new HashMap<>();
    private final Map<Integer, ManagedChannel> connections = new HashMap<>();

    /** @param folder where each gets a folder of its own */
    PairOfRuntimes(Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.environment = new HashMap<>(settings);
        environment.put(EVENT_STORE + "CONNECTIONSTRING", MongoServers.connectionString());
        environment.put(EVENT_STORE + "DATABASE", MongoServers.freshDatabase());
    }

    /** A connection to each; nothing while one is not there. */
    List<AtomicReference<@Nullable Channel>> channels() {
        return channels;
    }

    void start(int which) throws IOException {
        Path home = Files.createDirectories(folder.resolve("runtime-" + which));
        RuntimeProcess process = RuntimeProcess.start(home, environment);
        ManagedChannel connection = process.connect("private");
        processes.put(which, process);
        connections.put(which, connection);
        channels.get(which).set(connection);
    }

    /** Ends one as a power failure would. */
    void kill(int which) {
        channels.get(which).set(null);
        RuntimeProcess process = processes.remove(which);
        if (process != null) {
            process.kill();
        }
        ManagedChannel connection = connections.remove(which);
        if (connection != null) {
            connection.shutdownNow();
        }
    }

    /** From when this returns it does nothing, and does not notice. */
    void halt(int which) throws Exception {
        signal(which, "-STOP");
    }

    void goOn(int which) throws Exception {
        signal(which, "-CONT");
    }

    private void signal(int which, String signal) throws Exception {
        RuntimeProcess process = processes.get(which);
        if (process == null) {
            throw new IllegalStateException("Runtime " + which + " does not run");
        }
        String id = Long.toString(process.process().pid());
        int status = new ProcessBuilder("kill", signal, id).inheritIO().start().waitFor();
        if (status != 0) {
            throw new AssertionError("kill " + signal + " " + id + ": expected status 0, found " + status);
        }
    }

    /** What it has said on standard error since it was started, for people. */
    List<String> errors(int which) {
        RuntimeProcess process = processes.get(which);
        return process == null ? List.of() : process.errors();
    }

    @Override
    public void close() {
        for (int i = 0; i < COUNT; i++) {
            kill(i);
        }
    }
}
