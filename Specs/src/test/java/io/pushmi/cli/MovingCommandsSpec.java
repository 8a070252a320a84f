package io.pushmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export} and {@code import}, on stores that no Runtime has open. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MovingCommandsSpec {
    private static final String SUMMARY = "1 log, 3 commits, 3 events, 2 state documents";

    @TempDir
    static Path home;

    private static Path store;

    @TempDir
    Path folder;

    @BeforeAll
    static void fill_a_store() {
        try (RunningRuntime runtime = new RunningRuntime(home)) {
            runtime.commit(3);
            runtime.introduce("Kitchen", "DishPrepared");
            store = runtime.data();
        }
    }

    @Nested
    class when_a_store_is_exported {
        @Test
        void it_says_what_was_exported_and_the_hash_of_it() {
            Path export = folder.resolve("export");

            Outcome outcome = Outcome.of("export", export, "--path", store);

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.errors()).isEmpty();
            assertThat(outcome.output()).hasSize(2).first().isEqualTo("exported into " + export + ": " + SUMMARY);
            assertThat(outcome.output()).last().asString().matches("hash [0-9a-f]{64}");
        }

        @Test
        void the_same_content_has_the_same_hash() {
            assertThat(hash(Outcome.of("export", folder.resolve("one"), "--path", store)))
                    .isEqualTo(hash(Outcome.of("export", folder.resolve("other"), "--path", store)));
        }

        @Test
        void nothing_is_overwritten() {
            Path export = folder.resolve("export");
            Outcome.of("export", export, "--path", store);

            assertRefused(
                    Outcome.of("export", export, "--path", store),
                    "there is a finished export in " + export + ", and nothing is overwritten");
        }

        @Test
        void a_store_that_is_none_stays_none() {
            Path none = folder.resolve("none");

            assertRefused(
                    Outcome.of("export", folder.resolve("export"), "--path", none),
                    "the store in " + none + " cannot be opened: there is no store in it");
            assertThat(folder).isEmptyDirectory();
        }

        @Test
        void one_that_a_Runtime_has_open_stays_its_own() {
            try (RunningRuntime running = new RunningRuntime(folder)) {
                assertRefused(
                        Outcome.of("export", folder.resolve("export"), "--path", running.data()),
                        "the store in " + running.data() + " cannot be opened: it is open in this process already");
                running.commit(1);
            }
        }

        @Test
        void the_store_is_that_of_the_configuration_unless_a_path_is_given() throws IOException {
            Path configuration = Files.createDirectory(folder.resolve("configured"));
            Files.writeString(configuration.resolve("runtime.yml"), "storage:\n  path: " + store + "\n");

            Outcome outcome = Outcome.of("export", folder.resolve("export"), "--config", configuration);

            assertThat(outcome.errors()).isEmpty();
            assertThat(outcome.output()).first().asString().endsWith(SUMMARY);
        }

        @Test
        void a_wrong_configuration_is_told() throws IOException {
            Path configuration = Files.createDirectory(folder.resolve("configured"));
            Files.writeString(configuration.resolve("runtime.yml"), "storage:\n  memory: much\n");

            Outcome outcome = Outcome.of("export", folder.resolve("export"), "--config", configuration);

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.errors())
                    .singleElement()
                    .asString()
                    .contains("memory")
                    .contains("much");
        }

        @Test
        void what_is_not_given_or_given_twice_is_told() {
            assertWrong(Outcome.of("export"), "<folder>");
            assertWrong(
                    Outcome.of("export", folder, "--path", store, "--config", folder),
                    "expected --path or --config, not both");
            assertWrong(
                    Outcome.of("export", folder, "--config", folder.resolve("none")),
                    "--config " + folder.resolve("none") + ": expected a folder");
        }
    }

    @Nested
    class when_a_store_is_imported {
        @Test
        void it_has_what_the_other_had_and_a_Runtime_goes_on_with_it() {
            Path export = folder.resolve("export");
            Path data = folder.resolve("data");
            String hash = hash(Outcome.of("export", export, "--path", store));

            Outcome outcome = Outcome.of("import", export, "--path", data);

            assertThat(outcome)
                    .isEqualTo(
                            new Outcome(0, List.of("imported " + export + ": " + SUMMARY, "hash " + hash), List.of()));
            assertThat(Outcome.of("verify", data)).isEqualTo(Outcome.of("verify", store));
            try (RunningRuntime again = new RunningRuntime(folder)) {
                again.commitTo("new", 1);
                assertThat(Outcome.of("stats", "--runtime", again.management()).output())
                        .anyMatch(line -> line.matches("events +4"));
            }
        }

        @Test
        void to_run_it_again_changes_nothing() {
            Path export = folder.resolve("export");
            Path data = folder.resolve("data");
            Outcome.of("export", export, "--path", store);

            Outcome first = Outcome.of("import", export, "--path", data);

            assertThat(Outcome.of("import", export, "--path", data)).isEqualTo(first);
        }

        @Test
        void a_store_that_has_other_events_is_refused() {
            Path export = folder.resolve("export");
            Outcome.of("export", export, "--path", store);
            Path other;
            try (RunningRuntime running = new RunningRuntime(folder)) {
                running.commit(1);
                other = running.data();
            }
            Outcome before = Outcome.of("verify", other);

            Outcome outcome = Outcome.of("import", export, "--path", other);

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.output()).isEmpty();
            assertThat(outcome.errors())
                    .singleElement()
                    .asString()
                    .contains("/event-log has something else at 0: expected commit ");
            assertThat(Outcome.of("verify", other)).isEqualTo(before);
        }

        @Test
        void one_that_a_Runtime_has_open_stays_its_own() {
            Path export = folder.resolve("export");
            Outcome.of("export", export, "--path", store);
            try (RunningRuntime running = new RunningRuntime(folder)) {
                assertRefused(
                        Outcome.of("import", export, "--path", running.data()),
                        "the store in " + running.data() + " cannot be opened: it is open in this process already");
            }
        }

        @Test
        void a_folder_without_an_export_makes_no_store() {
            Path data = folder.resolve("data");

            assertRefused(
                    Outcome.of("import", folder, "--path", data),
                    "there is no export in " + folder + ": expected a file manifest.json");
            assertThat(data).doesNotExist();
        }

        @Test
        void a_damaged_export_is_told() throws IOException {
            Path export = folder.resolve("export");
            Outcome.of("export", export, "--path", store);
            Path manifest = export.resolve("manifest.json");
            Files.writeString(manifest, Files.readString(manifest).replace("\"events\" : 3", "\"events\" : 4"));

            Outcome outcome = Outcome.of("import", export, "--path", folder.resolve("data"));

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.errors())
                    .singleElement()
                    .asString()
                    .startsWith("pushmi: manifest.json: expected the hash ");
        }
    }

    private static String hash(Outcome outcome) {
        assertThat(outcome.exitCode()).isZero();
        return outcome.output().get(1).substring("hash ".length());
    }

    private static void assertRefused(Outcome outcome, String reason) {
        assertThat(outcome).isEqualTo(new Outcome(1, List.of(), List.of("pushmi: " + reason)));
    }

    private static void assertWrong(Outcome outcome, String what) {
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors()).singleElement().asString().contains(what).contains("--help");
    }
}
