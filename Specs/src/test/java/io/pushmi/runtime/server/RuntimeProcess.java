package io.pushmi.runtime.server;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.pushmi.runtime.storage.SpecStores;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Runtime as users run it: a process of its own, started by the command line's main class. Its ports are free ones
 * on loopback unless the environment says otherwise; what it prints is kept. Closing kills it if it still runs.
 */
public final class RuntimeProcess implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    /** The first Java version that warns of what libraries do, unless it is told that this is known. */
    private static final int FIRST_TO_WARN = 23;

    private static final Map<String, String> FREE_PORTS_ON_LOOPBACK = Map.of(
            "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATE__HOST", "127.0.0.1",
            "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATE__PORT", "0",
            "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATEV5__HOST", "127.0.0.1",
            "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATEV5__PORT", "0",
            "DOLITTLE__RUNTIME__ENDPOINTS__MANAGEMENT__HOST", "127.0.0.1",
            "DOLITTLE__RUNTIME__ENDPOINTS__MANAGEMENT__PORT", "0");

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> readyLine = new CompletableFuture<>();
    private final List<Thread> readers;

    private RuntimeProcess(Process process) {
        this.process = process;
        this.readers = List.of(
                reading(process.getInputStream(), output, readyLine::complete),
                reading(process.getErrorStream(), errors, line -> {}));
        CompletableFuture<Void> unused = process.onExit()
                .thenRun(() -> readyLine.completeExceptionally(new AssertionError("it never got ready")));
    }

    /** Starts one in a folder, which then has its configuration and its data, and waits until it serves. */
    public static RuntimeProcess start(Path folder, Map<String, String> environment) {
        RuntimeProcess started = launch(folder, environment, "run");
        try {
            started.readyLine.get(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS);
            return started;
        } catch (Exception failure) {
            started.close();
            throw new AssertionError("the Runtime did not start; it said: " + started.errors, failure);
        }
    }

    /** Starts a command in a folder and does not wait for anything. */
    public static RuntimeProcess launch(Path folder, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        if (Runtime.version().feature() >= FIRST_TO_WARN) {
            command.add("--sun-misc-unsafe-memory-access=allow");
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", classPath(), "io.pushmi.cli.Pushmi"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("DOLITTLE__"));
        builder.environment().putAll(FREE_PORTS_ON_LOOPBACK);
        builder.environment().putAll(SpecStores.environment(folder, environment));
        try {
            return new RuntimeProcess(builder.start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The line that it printed when it was ready. */
    public String readyLine() {
        return readyLine.join();
    }

    /** The port of an endpoint, as the ready line names it. */
    public int port(String endpoint) {
        Matcher port = Pattern.compile("\\b" + endpoint + " \\S+:(\\d+)").matcher(readyLine());
        if (!port.find()) {
            throw new AssertionError("no " + endpoint + " in: " + readyLine());
        }
        return Integer.parseInt(port.group(1));
    }

    /** A new connection to an endpoint, for the caller to shut down. */
    public ManagedChannel connect(String endpoint) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port(endpoint))
                .usePlaintext()
                .maxInboundMessageSize(32 * 1024 * 1024)
                .build();
    }

    /** The lines on standard output so far. */
    public List<String> output() {
        return List.copyOf(output);
    }

    /** The lines on standard error so far. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    public Process process() {
        return process;
    }

    /** Asks it to stop (SIGTERM) and does not wait. */
    public void askToStop() {
        // By its handle, since the process object would close its output as well.
        process.toHandle().destroy();
    }

    /** Ends it as a power failure would (SIGKILL), and returns when it is gone. */
    public void kill() {
        process.toHandle().destroyForcibly();
        awaitExit();
    }

    /** Waits until it has ended and everything that it printed is there. Gives its exit code. */
    public int awaitExit() {
        try {
            if (!process.waitFor(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("it still runs; it said: " + errors);
            }
            for (Thread reader : readers) {
                reader.join();
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private static Thread reading(InputStream stream, List<String> lines, Consumer<String> each) {
        Thread reader = new Thread(() -> {
            try (BufferedReader text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                    lines.add(line);
                    each.accept(line);
                }
            } catch (IOException endedWithTheProcess) {
                lines.add(endedWithTheProcess.toString());
            }
        });
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    /** That of this process without the specs themselves, whose logging is set up in another way. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
