package io.pushmi.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A program of this class path that serves in a process of its own, from its first line on standard output until it is
 * closed. What it prints on standard error is in a file beside its data.
 */
final class JavaProcess implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Duration LONGEST_STOP = Duration.ofMinutes(1);
    private static final Path SYSTEM_PROCESSES = Path.of("/proc");

    /** The options of the Java virtual machine that ./pushmi starts a Runtime with. */
    private static final String OPTIONS = System.getProperty("pushmi.benchmarks.options", "");

    private final Process process;
    private final Path errors;
    private final CompletableFuture<String> firstLine = new CompletableFuture<>();
    private Duration startTime = Duration.ZERO;

    private JavaProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /** Starts one in a folder and waits for its first line. More options win over those that every Runtime gets. */
    static JavaProcess start(
            String mainClass,
            List<String> arguments,
            Path folder,
            Map<String, String> environment,
            String moreOptions) {
        long begin = System.nanoTime();
        JavaProcess started = launch(mainClass, arguments, folder, environment, moreOptions);
        try {
            started.firstLine.get(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS);
            started.startTime = Duration.ofNanos(System.nanoTime() - begin);
            return started;
        } catch (ExecutionException | TimeoutException failure) {
            started.process.destroyForcibly();
            throw new IllegalStateException(mainClass + " did not start; it said: " + started.said(), failure);
        } catch (InterruptedException interrupted) {
            started.process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private static JavaProcess launch(
            String mainClass,
            List<String> arguments,
            Path folder,
            Map<String, String> environment,
            String moreOptions) {
        List<String> command = new ArrayList<>();
        command.add(tool("java").toString());
        command.addAll(words(OPTIONS));
        command.addAll(words(moreOptions));
        command.addAll(List.of("-cp", classPath(), mainClass));
        command.addAll(arguments);
        Path errors = folder.resolve("standard-error.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("DOLITTLE__"));
        builder.environment().putAll(environment);
        try {
            JavaProcess launched = new JavaProcess(builder.start(), errors);
            Thread reader = new Thread(launched::readOutput, "output-of-" + mainClass);
            reader.setDaemon(true);
            reader.start();
            return launched;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String firstLine() {
        return firstLine.join();
    }

    /** From when it was launched to its first line. */
    Duration startTime() {
        return startTime;
    }

    long id() {
        return process.pid();
    }

    /** The bytes of memory that it takes, where the system tells. */
    OptionalLong residentBytes() {
        Path status = SYSTEM_PROCESSES.resolve(Long.toString(id())).resolve("status");
        if (!Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The processor time that it has used so far; nothing where the system does not tell. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Asks it to stop, and waits until it has. */
    @Override
    public void close() {
        process.toHandle().destroy();
        try {
            if (!process.waitFor(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("a process did not stop within " + LONGEST_STOP);
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it as a power failure would, if it still runs, and waits until it has ended. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A program of the Java installation that this process runs on. */
    static Path tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name);
    }

    private void readOutput() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                firstLine.complete(line);
            }
        } catch (IOException failure) {
            firstLine.completeExceptionally(failure);
        }
        firstLine.completeExceptionally(new IllegalStateException("it printed nothing"));
    }

    private String said() {
        try {
            return Files.readString(errors);
        } catch (IOException unreadable) {
            return "nothing that can be read: " + unreadable;
        }
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
