package io.pushmi.runtime.storage;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** FerretDB as a process of its own, on SQLite files in a temporary folder. Ends with this process. */
final class FerretDb {
    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    private FerretDb() {}

    /** The program, if it is in a folder of PATH. */
    static Optional<Path> program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "ferretdb"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static MongoServers.Server start(Path program) {
        try {
            return start(program, Files.createTempDirectory("pushmi-ferretdb"), freePort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static MongoServers.Server start(Path program, Path folder, int port) throws IOException {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(List.of(
                        program.toString(),
                        "--handler=sqlite",
                        "--sqlite-url=file:" + Files.createDirectory(folder.resolve("data")) + "/",
                        "--state-dir=" + folder,
                        "--listen-addr=127.0.0.1:" + port,
                        "--debug-addr=-",
                        "--telemetry=disable",
                        "--log-level=error"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, folder)));
        await("FerretDB, which says: " + log)
                .atMost(LONGEST_START)
                .failFast("FerretDB has ended, see " + log, () -> !process.isAlive())
                .until(() -> answers(port));
        return new MongoServers.Server(
                MongoKind.FERRETDB, program + ", SQLite, port " + port, "mongodb://127.0.0.1:" + port);
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void end(Process process, Path folder) {
        process.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
