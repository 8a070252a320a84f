package io.pushmi.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CannotStartSpec {
    private static final String TENANT = "445f8ea8-1a6f-40d7-b2fc-796dba92dc44";

    @TempDir
    Path folder;

    @Test
    void a_wrong_setting_stops_the_start_and_nothing_is_touched() throws IOException {
        assertThat(complaint(Map.of("DOLITTLE__RUNTIME__LIMITS__COMMIT", "plenty")))
                .contains("limits.commit")
                .contains("plenty");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void several_wrong_settings_have_a_line_each() {
        try (RuntimeProcess process = RuntimeProcess.launch(
                folder,
                Map.of("DOLITTLE__RUNTIME__LIMITS__COMMIT", "plenty", "DOLITTLE__RUNTIME__STORAGE__MEMORY", "some"),
                "run")) {
            assertThat(process.awaitExit()).isEqualTo(1);
            assertThat(process.errors()).hasSize(2).allMatch(line -> line.startsWith("pushmi: cannot start: "));
        }
    }

    @Test
    void a_taken_port_stops_the_start_and_nothing_is_touched() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(complaint(Map.of("DOLITTLE__RUNTIME__ENDPOINTS__PRIVATEV5__PORT", port)))
                    .contains("endpoints.privateV5")
                    .contains(port)
                    .contains("Address already in use");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_host_that_is_not_ours_stops_the_start() {
        assertThat(complaint(Map.of("DOLITTLE__RUNTIME__ENDPOINTS__PRIVATE__HOST", "192.0.2.1")))
                .contains("endpoints.private")
                .contains("192.0.2.1");
    }

    @Test
    void a_host_that_nobody_knows_stops_the_start() {
        assertThat(complaint(Map.of("DOLITTLE__RUNTIME__ENDPOINTS__PRIVATE__HOST", "nobody.invalid")))
                .contains("endpoints.private")
                .contains("nobody.invalid");
    }

    @Test
    void a_data_folder_in_use_stops_the_start_and_its_user_goes_on() {
        try (RuntimeProcess first = RuntimeProcess.start(folder, Map.of())) {
            assertThat(complaint(Map.of())).contains(folder.resolve("data").toString());

            assertThat(first.process().isAlive()).isTrue();
        }
    }

    @Test
    void data_of_a_newer_version_stops_the_start_and_stays_as_it_is() throws IOException {
        Path format = Files.createDirectory(folder.resolve("data")).resolve("format");
        Files.writeString(format, "pushmi-store 999\n");

        assertThat(complaint(Map.of()))
                .contains(folder.resolve("data").toString())
                .contains("999");
        assertThat(folder.resolve("data")).isDirectoryContaining("glob:**format");
        assertThat(format).hasContent("pushmi-store 999\n");
    }

    @Test
    void a_tenant_without_a_database_beside_one_that_has_one_stops_the_start_and_nothing_is_touched() {
        String without = "0b7c6dcd-8f1c-4a4e-9a35-91a3a0d9bd5f";

        assertThat(complaint(Map.of(
                        eventStore("CONNECTIONSTRING"),
                        "mongodb://user:secret@nowhere:27017",
                        eventStore("DATABASE"),
                        "event_store",
                        "DOLITTLE__RUNTIME__TENANTS__" + without + "__RESOURCES__READMODELS__DATABASE",
                        "models")))
                .contains("tenants." + TENANT + ".resources.eventStore")
                .contains("MongoDB")
                .contains(without)
                .doesNotContain("secret");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_connection_string_that_is_none_stops_the_start_and_no_embedded_store_is_begun() {
        assertThat(complaint(Map.of(
                        eventStore("CONNECTIONSTRING"),
                        "mongodb://user:secret@127.0.0.1:27017/?readPreference=nowhere",
                        eventStore("DATABASE"),
                        "event_store")))
                .contains(TENANT)
                .contains("event_store")
                .doesNotContain("secret");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_configuration_folder_that_was_named_but_is_not_there_stops_the_start() {
        try (RuntimeProcess process = RuntimeProcess.launch(folder, Map.of(), "run", "--config", "nowhere")) {
            assertThat(process.awaitExit()).isEqualTo(1);
            assertThat(process.errors()).hasSize(1).first().asString().contains("--config nowhere");
        }
    }

    @Test
    void an_unknown_option_is_another_exit_code() {
        try (RuntimeProcess process = RuntimeProcess.launch(folder, Map.of(), "run", "--nonsense")) {
            assertThat(process.awaitExit()).isEqualTo(2);
            assertThat(process.errors()).first().asString().contains("--nonsense");
        }
    }

    private static String eventStore(String setting) {
        return "DOLITTLE__RUNTIME__TENANTS__" + TENANT + "__RESOURCES__EVENTSTORE__" + setting;
    }

    /** What it says on standard error, which is one line. */
    private String complaint(Map<String, String> environment) {
        try (RuntimeProcess process = RuntimeProcess.launch(folder, environment, "run")) {
            assertThat(process.awaitExit()).isEqualTo(1);
            assertThat(process.output()).isEmpty();
            assertThat(process.errors()).hasSize(1);
            assertThat(process.errors().get(0)).startsWith("pushmi: cannot start: ");
            return process.errors().get(0);
        }
    }
}
