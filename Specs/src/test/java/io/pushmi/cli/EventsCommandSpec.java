package io.pushmi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import io.pushmi.runtime.server.EventStoreClient;
import io.pushmi.runtime.server.RuntimeProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EventsCommandSpec {
    private static final int EVENTS = 25;
    private static final String TYPE = "0b5a2f3e-93f1-4d07-8f6c-5a5f5d0a7c22";
    private static final String ROOT = "7d3c1a52-6c1a-4f0e-8a44-2b6f0c7a9e11";
    private static final String NOBODY = "11111111-2222-4333-8444-555555555555";
    private static final String ESCAPE = "\u001B";

    @TempDir
    static Path folder;

    private static RuntimeProcess runtime;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() {
        runtime = RuntimeProcess.start(folder, Map.of());
        channel = runtime.connect("private");
        for (int i = 0; i < EVENTS; i++) {
            commit(i % 5 == 0 ? "fifth" : "other", i % 5 == 0 ? i / 5 : i - i / 5 - 1, "{ \"n\" : " + i + " }");
        }
    }

    @AfterAll
    static void close() {
        channel.shutdownNow();
        runtime.close();
    }

    /** What a command printed when it had ended. */
    record Ended(int exitCode, List<String> output, List<String> errors) {
        /** The numbers of the events in the rows of a table. */
        List<Long> numbers() {
            return output.stream()
                    .skip(1)
                    .map(line -> new Scanner(line).nextLong())
                    .toList();
        }

        List<JsonNode> json() throws IOException {
            List<JsonNode> objects = new ArrayList<>();
            for (String line : output) {
                objects.add(new ObjectMapper().readTree(line));
            }
            return objects;
        }
    }

    @Nested
    class when_tailing {
        @Test
        void shows_the_last_ten_events_as_a_table_the_newest_last() {
            Ended tail = events("tail");

            assertFine(tail);
            assertThat(tail.output().get(0)).matches("NUMBER +OCCURRED +TYPE +SOURCE +VERSION +CONTENT");
            assertThat(tail.numbers()).isEqualTo(range(EVENTS - 10, EVENTS));
            assertThat(tail.output().get(10))
                    .matches(" +24  \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z  " + TYPE
                            + "  other   19       \\{ \"n\" : 24 }");
        }

        @Test
        void shows_as_many_as_it_is_told_or_begins_where_it_is_told() {
            assertThat(events("tail", "-n", "3").numbers()).isEqualTo(range(EVENTS - 3, EVENTS));
            assertThat(events("tail", "--last", "2", "--source", "fifth").numbers())
                    .containsExactly(15L, 20L);
            assertThat(events("tail", "--from", "23").numbers()).containsExactly(23L, 24L);
        }

        @Test
        void shows_a_stream_instead_of_the_log_if_asked_for_one() {
            for (String option : List.of("--stream", "--public-stream")) {
                Ended tail = events("tail", option, NOBODY, "--partition", "p");

                assertFine(tail);
                assertThat(tail.output()).isEmpty();
            }
        }

        @Test
        void does_not_take_two_streams_at_a_time() {
            assertThat(events("tail", "--stream", NOBODY, "--public-stream", NOBODY)
                            .exitCode())
                    .isEqualTo(2);
        }

        @Test
        void shows_nothing_of_a_log_that_has_nothing() {
            Ended tail = events("tail", "--scope", NOBODY);

            assertFine(tail);
            assertThat(tail.output()).isEmpty();
        }

        @Test
        void goes_on_with_what_is_committed_until_it_is_told_to_stop() {
            try (RuntimeProcess tail = launch("tail", "-f", "--source", "followed", "-o", "json")) {
                // Not known to follow before something came.
                int committed = 0;
                while (tail.output().size() < 5) {
                    commit("followed", committed, "{\"n\":" + committed + "}");
                    committed++;
                    int atMost = committed;
                    await().during(Duration.ofMillis(50))
                            .until(() -> tail.output().size() <= atMost);
                }
                int last = committed;
                await().until(() -> tail.output().get(tail.output().size() - 1).contains("{\"n\":" + (last - 1) + "}"));

                tail.askToStop();

                assertThat(tail.awaitExit()).isZero();
                assertThat(tail.errors()).isEmpty();
                assertThat(tail.output()).allMatch(line -> line.startsWith("{\"number\":") && line.endsWith("}"));
            }
        }

        @Test
        void says_why_when_the_Runtime_stops(@TempDir Path other) {
            try (RuntimeProcess stopping = RuntimeProcess.start(other, Map.of());
                    RuntimeProcess tail = RuntimeProcess.launch(
                            other,
                            Map.of(),
                            "events",
                            "tail",
                            "-f",
                            "--from",
                            "0",
                            "--runtime",
                            "127.0.0.1:" + stopping.port("management"))) {
                ManagedChannel toIt = stopping.connect("private");
                assertThat(new EventStoreClient(toIt).commit("a", 0, "{}").hasFailure())
                        .isFalse();
                await().until(() -> tail.output().size() == 2);

                stopping.askToStop();

                assertThat(tail.awaitExit()).isEqualTo(1);
                assertThat(tail.errors())
                        .containsExactly("pushmi: the Runtime at 127.0.0.1:" + stopping.port("management")
                                + " is unavailable: the Runtime is shutting down");
                toIt.shutdownNow();
            }
        }
    }

    @Nested
    class when_showing_a_part {
        @Test
        void shows_all_of_it_in_either_direction() {
            assertThat(events("show", "--to", "" + EVENTS).numbers()).isEqualTo(range(0, EVENTS));
            assertThat(events("show", "--from", "3", "--to", "6", "--backward").numbers())
                    .containsExactly(5L, 4L, 3L);
            assertThat(events("show", "--from", "3", "--limit", "2").numbers()).containsExactly(3L, 4L);
            assertThat(events("show", "--to", "20", "--last", "2").numbers()).containsExactly(19L, 18L);
        }

        @Test
        void shows_what_was_committed_between_two_instants() throws IOException {
            List<JsonNode> all =
                    events("show", "-o", "json", "--to", "" + EVENTS).json();
            String since = all.get(7).get("occurred").textValue();
            String until = all.get(9).get("occurred").textValue();

            assertThat(events("show", "--since", since, "--until", until).numbers())
                    .containsExactly(7L, 8L);
            assertThat(events("show", "--since", until, "--until", since).output())
                    .isEmpty();
        }

        @Test
        void shows_only_what_is_asked_for() throws IOException {
            JsonNode third = events("get", "3", "-o", "json").json().get(0);
            String correlation = third.get("context").get("correlation").textValue();

            assertThat(events("show", "--to", "25", "--source", "fifth").numbers())
                    .containsExactly(0L, 5L, 10L, 15L, 20L);
            assertThat(events("show", "--to", "25", "--aggregate", ROOT + "/fifth", "--type", TYPE)
                            .numbers())
                    .containsExactly(0L, 5L, 10L, 15L, 20L);
            assertThat(events("show", "--correlation", correlation).numbers()).containsExactly(3L);
            assertThat(events("show", "--type", NOBODY).output()).isEmpty();
            assertThat(events("show", "--partition", "p").output()).isEmpty();
        }

        @Test
        void shows_json_as_one_object_a_line() throws IOException {
            Ended show = events("show", "--to", "2", "--output", "json");

            assertFine(show);
            assertThat(show.json())
                    .extracting(event -> event.get("number").longValue())
                    .containsExactly(0L, 1L);
            JsonNode first = show.json().get(0);
            assertThat(first.get("type").get("id").textValue()).isEqualTo(TYPE);
            assertThat(first.get("source").textValue()).isEqualTo("fifth");
            assertThat(show.output().get(0)).contains("\"content\":{\"n\":0}");
            assertThat(first.get("aggregate").get("version").longValue()).isZero();
            assertThat(first.get("commit").get("count").intValue()).isEqualTo(1);
        }
    }

    @Nested
    class when_getting_one {
        @Test
        void shows_all_that_is_known_of_it() {
            Ended get = events("get", "5");

            assertFine(get);
            assertThat(get.output())
                    .contains(
                            "number        5",
                            "type          " + TYPE,
                            "source        fifth",
                            "aggregate     " + ROOT + "/fifth at version 1",
                            "public        no",
                            "content       { \"n\" : 5 }",
                            "kind          events",
                            "environment   Development")
                    .anyMatch(line -> line.matches("commit        [0-9a-f]{32}, one event"))
                    .anyMatch(line -> line.matches("correlation   [0-9a-f-]{36}"));
        }

        @Test
        void says_with_3_that_there_is_none() {
            assertRefused(3, "the log does not go as far as event 1000000", "get", "1000000");
        }
    }

    @Nested
    class when_the_command_line_is_wrong {
        @Test
        void says_in_one_line_what_and_where_to_read_on() {
            assertRefused(2, "expected one of tail, show, get; see pushmi events --help");
            assertRefused(2, "expected a whole number, found 'five'", "get", "five");
            assertRefused(2, "expected a whole number, found '1e9'", "show", "--from=1e9");
            assertRefused(2, "<number>: expected 0 or more, found -1", "get", "--", "-1");
            assertRefused(2, "--last: expected 0 or more, found -1", "tail", "--last=-1");
            assertRefused(2, "--limit: expected 1 or more, found 0", "show", "--limit=0");
            assertRefused(2, "--last and --limit", "show", "--last=1", "--limit=1");
            assertRefused(2, "--to: expected 5 or more, where --from is, found 3", "show", "--from=5", "--to=3");
            assertRefused(2, "expected an instant such as 2026-03-01T12:00:00Z, found 'noon'", "show", "--since=noon");
            assertRefused(2, "expected a UUID, found '1-1-1-1-1'", "tail", "--tenant=1-1-1-1-1");
            assertRefused(2, "expected root/source, found 'x'", "tail", "--aggregate=x");
            assertRefused(2, "expected host:port, found 'here'", "tail", "--runtime=here");
            assertRefused(2, "'--output'", "tail", "--output=xml");
        }
    }

    @Nested
    class when_the_events_cannot_be_had {
        @Test
        void says_in_one_line_that_there_is_no_Runtime() throws IOException {
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            for (String command : List.of("tail", "show")) {
                assertFails(
                        "cannot reach a Runtime at 127.0.0.1:" + port + ": Connection refused",
                        command,
                        "--runtime=127.0.0.1:" + port);
            }
        }

        @Test
        void says_in_one_line_that_there_is_no_such_host() {
            assertFails(
                    "cannot reach a Runtime at nowhere.invalid:51052: there is no such host",
                    "tail",
                    "--runtime=nowhere.invalid:51052");
        }

        @Test
        void says_in_one_line_which_tenants_there_are() {
            assertFails(
                    "tenant " + NOBODY + " is not configured; configured are: 445f8ea8-1a6f-40d7-b2fc-796dba92dc44",
                    "tail",
                    "--tenant=" + NOBODY);
        }
    }

    @Nested
    class when_a_terminal_shows_it {
        private final Map<String, String> terminal = Map.of("JDK_JAVA_OPTIONS", "-Dpushmi.terminal=true");

        @Test
        void there_are_colours_unless_they_are_not_wanted() {
            assertThat(ended(launch(terminal, "tail", "-n1")).output()).allMatch(line -> line.contains(ESCAPE));
            assertThat(ended(launch(with("NO_COLOR", "1"), "tail", "-n1")).output())
                    .noneMatch(line -> line.contains(ESCAPE));
            assertThat(ended(launch(with("NO_COLOR", ""), "tail", "-n1")).output())
                    .allMatch(line -> line.contains(ESCAPE));
        }

        @Test
        void json_has_none() {
            assertThat(ended(launch(terminal, "tail", "-n1", "-o", "json")).output())
                    .singleElement()
                    .asString()
                    .doesNotContain(ESCAPE);
        }

        private Map<String, String> with(String name, String value) {
            return Map.of("JDK_JAVA_OPTIONS", "-Dpushmi.terminal=true", name, value);
        }
    }

    private static void assertFine(Ended command) {
        assertThat(command.errors()).isEmpty();
        assertThat(command.exitCode()).isZero();
        assertThat(command.output()).noneMatch(line -> line.contains(ESCAPE));
    }

    private static void assertFails(String reason, String... arguments) {
        Ended command = events(arguments);
        assertThat(command.errors()).containsExactly("pushmi: " + reason);
        assertThat(command.exitCode()).isEqualTo(1);
        assertThat(command.output()).isEmpty();
    }

    /** In this process: nothing comes on standard output. */
    private static void assertRefused(int exitCode, String reason, String... arguments) {
        StringWriter errors = new StringWriter();
        StringWriter output = new StringWriter();

        int found = Pushmi.commandLine()
                .setErr(new PrintWriter(errors, true))
                .setOut(new PrintWriter(output, true))
                .execute(commandLine(arguments));

        assertThat(errors.toString().lines())
                .as("%s", List.of(arguments))
                .singleElement()
                .asString()
                .startsWith("pushmi: ")
                .contains(reason);
        assertThat(found).isEqualTo(exitCode);
        assertThat(output.toString()).isEmpty();
    }

    private static Ended events(String... arguments) {
        return ended(launch(arguments));
    }

    private static Ended ended(RuntimeProcess command) {
        try (command) {
            return new Ended(command.awaitExit(), command.output(), command.errors());
        }
    }

    private static RuntimeProcess launch(String... arguments) {
        return launch(Map.of(), arguments);
    }

    private static RuntimeProcess launch(Map<String, String> environment, String... arguments) {
        return RuntimeProcess.launch(folder, environment, commandLine(arguments));
    }

    /** With the Runtime of these specs, unless another one is named. */
    private static String[] commandLine(String... arguments) {
        List<String> all = new ArrayList<>(List.of("events"));
        all.addAll(Arrays.asList(arguments));
        if (arguments.length > 0 && Arrays.stream(arguments).noneMatch(each -> each.startsWith("--runtime"))) {
            all.add(2, "--runtime=127.0.0.1:" + runtime.port("management"));
        }
        return all.toArray(String[]::new);
    }

    private static void commit(String source, long version, String content) {
        assertThat(new EventStoreClient(channel)
                        .commit(source, version, content)
                        .hasFailure())
                .isFalse();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
