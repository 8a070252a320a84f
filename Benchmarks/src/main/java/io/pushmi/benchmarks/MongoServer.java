package io.pushmi.benchmarks;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The server that is measured on: somebody's, or a FerretDB that is started for the purpose. */
final class MongoServer implements AutoCloseable {
    private static final String PROGRAM = "ferretdb";
    private static final Duration LONGEST_CALL = Duration.ofMinutes(1);
    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    private final String address;
    private final @Nullable Process process;
    private final MongoClient client;

    private MongoServer(String address, @Nullable Process process) {
        this.address = address;
        this.process = process;
        this.client = MongoClients.create(address);
    }

    /** The one at the address if one is given, else a new FerretDB if that program is on the PATH. */
    static Optional<MongoServer> find(@Nullable String address, Workplace workplace) throws IOException {
        if (address != null) {
            return Optional.of(new MongoServer(address, null));
        }
        Optional<Path> program = program();
        return program.isEmpty() ? Optional.empty() : Optional.of(start(program.get(), workplace.folder(PROGRAM)));
    }

    String address() {
        return address;
    }

    /** What it says it is. */
    String describe() {
        Document build = call(client.getDatabase("admin").runCommand(new Document("buildInfo", 1)));
        Object ferretDb = build.get("ferretdb", new Document()).get("version");
        return ferretDb == null ? "MongoDB " + build.getString("version") : "FerretDB " + ferretDb + ", SQLite";
    }

    /** A new database, which somebody has to drop. */
    MongoDatabase newDatabase() {
        return client.getDatabase("pushmi-bench-" + UUID.randomUUID());
    }

    /** What the server answers, once it does. */
    static <T> T call(Publisher<T> command) {
        T answer = Mono.from(command).block(LONGEST_CALL);
        if (answer == null) {
            throw new IllegalStateException("the server's answer was empty");
        }
        return answer;
    }

    static <T> List<T> all(Publisher<T> answers) {
        List<T> all = Flux.from(answers).collectList().block(LONGEST_CALL);
        return all == null ? List.of() : all;
    }

    static void drop(MongoDatabase database) {
        Mono.from(database.drop()).block(LONGEST_CALL);
    }

    @Override
    public void close() {
        client.close();
        if (process != null) {
            process.destroy();
            try {
                if (!process.waitFor(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Optional<Path> program() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static MongoServer start(Path program, Path folder) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--handler=sqlite",
                        "--sqlite-url=file:" + folder + "/",
                        "--state-dir=" + folder,
                        "--listen-addr=127.0.0.1:" + port,
                        "--debug-addr=-",
                        "--log-level=error",
                        "--telemetry=disable")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-" + PROGRAM));
        MongoServer server = new MongoServer("mongodb://127.0.0.1:" + port, process);
        try {
            // The driver waits for a server that is about to listen.
            server.describe();
        } catch (RuntimeException failure) {
            server.close();
            throw new IllegalStateException(
                    PROGRAM + " did not start; it said: " + Files.readString(folder.resolve("output.txt")), failure);
        }
        return server;
    }
}
