package io.pushmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BackupCommandSpec {
    private static final int EVENTS = 3;

    @TempDir
    static Path home;

    private static RunningRuntime runtime;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        runtime = new RunningRuntime(home);
        runtime.commit(EVENTS);
    }

    @AfterAll
    static void stop() {
        runtime.close();
    }

    @Nested
    class when_a_Runtime_is_there {
        @Test
        void it_says_what_is_in_the_backup_and_where_that_is() throws IOException {
            Outcome outcome = Outcome.of("backup", folder.resolve("backup"), "--runtime", runtime.management());

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.output())
                    .singleElement()
                    .asString()
                    .matches("backed up 3 events of 1 log into .*/backup, [0-9.]+ (bytes|KiB)")
                    .contains(folder.toRealPath().resolve("backup").toString());
            assertThat(outcome.errors()).isEmpty();
            assertThat(folder.resolve("backup/format")).hasContent("pushmi-store 1\n");
        }

        @Test
        void a_folder_that_is_none_to_write_into_is_left_alone() throws IOException {
            Files.writeString(folder.resolve("precious"), "text");

            assertRefused(folder, folder + " is not empty, and nothing is overwritten");
            assertRefused("relative", "a backup needs an absolute path on the Runtime's machine, found relative");
            assertRefused(
                    folder.resolve("missing/backup"),
                    "nothing can be put into " + folder.resolve("missing/backup")
                            + ": the folder that it would be in does not exist");
            assertRefused(
                    runtime.data().resolve("backup"),
                    "nothing can be put into " + runtime.data().resolve("backup") + ": it lies in the store "
                            + runtime.data().toRealPath());
            assertRefused(folder + "/in two\nlines", "the folder's name has control characters in it");

            assertThat(folder.toFile().list()).containsExactly("precious");
        }

        @Test
        void another_of_its_ports_does_not_keep_the_store() {
            Outcome outcome = Outcome.of("backup", folder.resolve("backup"), "--runtime", runtime.privateEndpoint());

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.errors())
                    .containsExactly("pushmi: the server at " + runtime.privateEndpoint()
                            + " is no Runtime whose store can be kept here");
        }

        private void assertRefused(Object target, String reason) {
            Outcome outcome = Outcome.of("backup", target, "--runtime", runtime.management());
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.output()).isEmpty();
            assertThat(outcome.errors()).containsExactly("pushmi: " + reason);
        }
    }

    @Nested
    class when_no_Runtime_is_there {
        @Test
        void it_says_where_none_is() throws IOException {
            int free;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                free = socket.getLocalPort();
            }
            Outcome outcome = Outcome.of("backup", folder.resolve("backup"), "--runtime", "127.0.0.1:" + free);

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.output()).isEmpty();
            assertThat(outcome.errors())
                    .singleElement()
                    .asString()
                    .startsWith("pushmi: cannot reach a Runtime at 127.0.0.1:" + free + ": ");
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Nested
    class when_the_command_line_is_wrong {
        @Test
        void it_says_in_one_line_what_is() {
            assertWrong(Outcome.of("backup"), "<folder>");
            assertWrong(Outcome.of("backup", folder, "--runtime", "here"), "expected host:port, found 'here'");
            assertWrong(Outcome.of("backup", folder, "--runtime", "here:99999"), "expected host:port");
            assertWrong(Outcome.of("backup", folder, "--fast"), "--fast");
        }

        private void assertWrong(Outcome outcome, String what) {
            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.output()).isEmpty();
            assertThat(outcome.errors())
                    .singleElement()
                    .asString()
                    .startsWith("pushmi: ")
                    .contains(what)
                    .endsWith("see pushmi backup --help");
        }
    }
}
