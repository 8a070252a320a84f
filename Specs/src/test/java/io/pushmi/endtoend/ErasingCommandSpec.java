package io.pushmi.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.pushmi.contracts.events.v1.LogReference;
import io.pushmi.contracts.management.v1.BackupRequest;
import io.pushmi.contracts.management.v1.BackupResponse;
import io.pushmi.contracts.management.v1.ErasePropertiesRequest;
import io.pushmi.contracts.management.v1.EraseResponse;
import io.pushmi.contracts.management.v1.EraseSourceRequest;
import io.pushmi.contracts.management.v1.ErasedProperty;
import io.pushmi.contracts.management.v1.ErasureGrpc;
import io.pushmi.contracts.management.v1.ErasureGrpc.ErasureBlockingStub;
import io.pushmi.contracts.management.v1.StoreGrpc;
import io.pushmi.runtime.server.EventStoreClient;
import io.pushmi.runtime.server.RuntimeProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erasing from a Runtime that runs, by its management endpoint and by the command line. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ErasingCommandSpec {
    private static final String TENANT = "445f8ea8-1a6f-40d7-b2fc-796dba92dc44";
    private static final String EVENT_TYPE = "0b5a2f3e-93f1-4d07-8f6c-5a5f5d0a7c22";

    @TempDir
    static Path folder;

    private static RuntimeProcess runtime;
    private static ManagedChannel management;
    private static ManagedChannel clients;

    @BeforeAll
    static void start() {
        runtime = RuntimeProcess.start(folder, Map.of());
        management = runtime.connect("management");
        clients = runtime.connect("private");
    }

    @AfterAll
    static void close() {
        management.shutdownNow();
        clients.shutdownNow();
        runtime.close();
    }

    private static ErasureBlockingStub erasure() {
        return ErasureGrpc.newBlockingStub(management);
    }

    /** An event source with these events, each the content of one commit. */
    private static String sourceWith(String... contents) {
        String source = UUID.randomUUID().toString();
        for (int i = 0; i < contents.length; i++) {
            assertThat(new EventStoreClient(clients)
                            .commit(source, i, contents[i])
                            .hasFailure())
                    .isFalse();
        }
        return source;
    }

    private static List<String> contents(String source) {
        return new EventStoreClient(clients).fetch(source);
    }

    private static LogReference log() {
        return LogReference.newBuilder().setTenant(TENANT).build();
    }

    private static EraseSourceRequest.Builder eraseSource(String source) {
        return EraseSourceRequest.newBuilder()
                .setLog(log())
                .setEventSource(source)
                .setBy("the officer")
                .setReason("asked");
    }

    private static ErasePropertiesRequest.Builder eraseProperties(ErasedProperty.Builder... properties) {
        ErasePropertiesRequest.Builder request = ErasePropertiesRequest.newBuilder()
                .setLog(log())
                .setEventType(EVENT_TYPE)
                .setBy("the officer")
                .setReason("asked");
        for (ErasedProperty.Builder property : properties) {
            request.addProperties(property);
        }
        return request;
    }

    private static ErasedProperty.Builder property(String name) {
        return ErasedProperty.newBuilder().setName(name);
    }

    private static Run erase(String... arguments) {
        List<String> all = new ArrayList<>(List.of("erase"));
        all.addAll(List.of(arguments));
        all.add("--runtime");
        all.add("localhost:" + runtime.port("management"));
        try (RuntimeProcess command = RuntimeProcess.launch(folder, Map.of(), all.toArray(String[]::new))) {
            int exit = command.awaitExit();
            return new Run(exit, command.output(), command.errors());
        }
    }

    private record Run(int exit, List<String> output, List<String> errors) {}

    @Nested
    class when_the_management_endpoint_is_asked {
        @Test
        void the_events_of_a_source_lose_their_content() {
            String source = sourceWith("{\"a\":1}", "{\"b\":2}");
            String other = sourceWith("{\"c\":3}");

            EraseResponse erased = erasure().eraseSource(eraseSource(source).build());

            assertThat(erased.getEvents()).isEqualTo(2);
            assertThat(erased.getCommits()).isEqualTo(2);
            assertThat(UUID.fromString(erased.getErasure())).isNotNull();
            assertThat(contents(source)).containsExactly("{}", "{}");
            assertThat(contents(other)).containsExactly("{\"c\":3}");
        }

        @Test
        void properties_are_removed_and_replaced() {
            String source = sourceWith("{\"name\":\"Ada\",\"mail\":\"a@b\",\"n\":1.50}");

            EraseResponse erased = erasure()
                    .eraseProperties(
                            eraseProperties(property("mail"), property("name").setReplacement("\"-\""))
                                    .setEventSource(source)
                                    .build());

            assertThat(erased.getEvents()).isEqualTo(1);
            assertThat(contents(source)).containsExactly("{\"name\":\"-\",\"n\":1.50}");
        }

        @Test
        void what_is_missing_or_wrong_is_named() {
            refuses(
                    "log",
                    () -> erasure().eraseSource(eraseSource("s").clearLog().build()));
            refuses(
                    "event_source",
                    () -> erasure()
                            .eraseSource(eraseSource("s").clearEventSource().build()));
            refuses(
                    "by",
                    () -> erasure().eraseSource(eraseSource("s").setBy(" ").build()));
            refuses(
                    "reason",
                    () -> erasure().eraseSource(eraseSource("s").clearReason().build()));
            refuses(
                    "event_type",
                    () -> erasure()
                            .eraseProperties(eraseProperties(property("a"))
                                    .clearEventType()
                                    .build()));
            refuses(
                    "properties",
                    () -> erasure().eraseProperties(eraseProperties().build()));
            refuses(
                    "properties[1].name",
                    () -> erasure()
                            .eraseProperties(eraseProperties(property("a"), property("a"))
                                    .build()));
            String tooLong = "x".repeat(10_001);
            refuses(
                    "by",
                    () -> erasure().eraseSource(eraseSource("s").setBy(tooLong).build()));
            refuses(
                    "reason",
                    () -> erasure()
                            .eraseSource(eraseSource("s").setReason(tooLong).build()));
            refuses(
                    "properties[0].name",
                    () -> erasure()
                            .eraseProperties(eraseProperties(property(tooLong)).build()));
            refuses(
                    "properties[0].replacement",
                    () -> erasure()
                            .eraseProperties(eraseProperties(property("a").setReplacement("no JSON"))
                                    .build()));
        }

        @Test
        void an_unknown_tenant_and_an_empty_log_are_refused() {
            LogReference.Builder elsewhere =
                    log().toBuilder().setTenant(UUID.randomUUID().toString());
            LogReference.Builder empty =
                    log().toBuilder().setScope(UUID.randomUUID().toString());
            assertThatThrownBy(() -> erasure()
                            .eraseSource(eraseSource("s").setLog(elsewhere).build()))
                    .satisfies(is(Code.FAILED_PRECONDITION, "is not configured"));
            assertThatThrownBy(() ->
                            erasure().eraseSource(eraseSource("s").setLog(empty).build()))
                    .satisfies(is(Code.FAILED_PRECONDITION, "has no events"));
        }

        @Test
        void a_stream_is_refused_since_it_loses_what_its_log_does() {
            String id = UUID.randomUUID().toString();
            refuses(
                    "log.stream",
                    () -> erasure()
                            .eraseSource(eraseSource("s")
                                    .setLog(log().toBuilder().setStream(id))
                                    .build()));
            refuses(
                    "log.public_stream",
                    () -> erasure()
                            .eraseSource(eraseSource("s")
                                    .setLog(log().toBuilder().setPublicStream(id))
                                    .build()));
        }

        @Test
        void clients_cannot_ask_for_it_on_their_own_port() {
            assertThatThrownBy(() -> ErasureGrpc.newBlockingStub(clients)
                            .eraseSource(eraseSource("s").build()))
                    .satisfies(is(Code.UNIMPLEMENTED, ""));
        }

        private void refuses(String field, ThrowingCallable call) {
            assertThatThrownBy(call).satisfies(is(Code.INVALID_ARGUMENT, field));
        }

        private Consumer<Throwable> is(Code code, String text) {
            return failure -> assertThat(failure).isInstanceOfSatisfying(StatusRuntimeException.class, status -> {
                assertThat(status.getStatus().getCode()).isEqualTo(code);
                assertThat(String.valueOf(status.getStatus().getDescription())).contains(text);
            });
        }
    }

    @Nested
    class when_something_is_erased {
        @Test
        void it_is_in_no_file_any_more_nor_in_a_backup_and_nothing_is_wrong(@TempDir Path temporary)
                throws IOException {
            String[] contents = new String[50];
            for (int i = 0; i < contents.length; i++) {
                contents[i] = "{\"name\":\"" + secret() + "\",\"kept\":\"" + secret() + "\"}";
            }
            String source = sourceWith(contents);
            assertThat(filesWith(contents[7].substring(40, 80), folder.resolve("data")))
                    .isNotEmpty();

            erasure()
                    .eraseProperties(eraseProperties(property("name"))
                            .setEventSource(source)
                            .build());

            BackupResponse backup = StoreGrpc.newBlockingStub(management)
                    .backup(BackupRequest.newBuilder()
                            .setFolder(
                                    temporary.toAbsolutePath().resolve("backup").toString())
                            .build());
            for (String content : contents) {
                assertThat(filesWith(content.substring(40, 80), folder.resolve("data"), Path.of(backup.getFolder())))
                        .isEmpty();
            }
            String kept = contents[7].substring(600, 640);
            assertThat(filesWith(kept, folder.resolve("data"))).isNotEmpty();
            try (RuntimeProcess verify = RuntimeProcess.launch(folder, Map.of(), "verify", backup.getFolder())) {
                assertThat(verify.awaitExit()).isZero();
            }
        }

        private String secret() {
            StringBuilder secret = new StringBuilder();
            ThreadLocalRandom.current()
                    .ints(500, 'A', 'Z' + 1)
                    .map(c -> ThreadLocalRandom.current().nextBoolean() ? c : Character.toLowerCase(c))
                    .forEach(c -> secret.append((char) c));
            return secret.toString();
        }

        private List<Path> filesWith(String text, Path... folders) throws IOException {
            List<Path> found = new ArrayList<>();
            for (Path each : folders) {
                try (Stream<Path> paths = Files.walk(each)) {
                    for (Path path : paths.filter(Files::isRegularFile).toList()) {
                        if (new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).contains(text)) {
                            found.add(path);
                        }
                    }
                }
            }
            return found;
        }
    }

    @Nested
    class when_somebody_sits_at_a_terminal {
        @Test
        void whoever_does_not_say_yes_erases_nothing() throws IOException {
            String source = sourceWith("{\"a\":1}");

            Run run = answering("n\n", source);

            assertThat(run.exit()).isEqualTo(4);
            assertThat(run.errors()).anySatisfy(line -> assertThat(line).contains(source, "cannot be undone", "[y/N]"));
            assertThat(contents(source)).containsExactly("{\"a\":1}");
            assertThat(answering("", source).exit()).isEqualTo(4);
        }

        @Test
        void whoever_says_yes_erases() throws IOException {
            String source = sourceWith("{\"a\":1}");

            Run run = answering("Yes\n", source);

            assertThat(run.exit()).isZero();
            assertThat(contents(source)).containsExactly("{}");
        }

        private Run answering(String answer, String source) throws IOException {
            Map<String, String> asAtATerminal = Map.of("JAVA_TOOL_OPTIONS", "-Dpushmi.terminal.input=true");
            try (RuntimeProcess command = RuntimeProcess.launch(
                    folder,
                    asAtATerminal,
                    "erase",
                    "source",
                    source,
                    "--by",
                    "me",
                    "--reason",
                    "asked",
                    "--runtime",
                    "localhost:" + runtime.port("management"))) {
                try (OutputStream input = command.process().getOutputStream()) {
                    input.write(answer.getBytes(StandardCharsets.UTF_8));
                }
                int exit = command.awaitExit();
                return new Run(exit, command.output(), command.errors());
            }
        }
    }

    @Nested
    class when_the_command_line_is_used {
        @Test
        void a_source_is_erased_and_the_result_says_how_much() {
            String source = sourceWith("{\"a\":1}", "{\"b\":2}");

            Run run = erase("source", source, "--by", "the officer", "--reason", "asked", "--yes");

            assertThat(run.errors()).isEmpty();
            assertThat(run.exit()).isZero();
            assertThat(run.output())
                    .singleElement()
                    .asString()
                    .matches(Pattern.compile("erased content of 2 events in 2 commits, as erasure [0-9a-f-]{36}"));
            assertThat(contents(source)).containsExactly("{}", "{}");
        }

        @Test
        void properties_are_removed_or_set_to_what_is_written() {
            String source = sourceWith("{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1}");

            Run run = erase(
                    "properties",
                    EVENT_TYPE,
                    "--source",
                    source,
                    "--property",
                    "a",
                    "--property",
                    "b=gone \"now\"",
                    "--property",
                    "c=-1.50",
                    "--property",
                    "d=",
                    "--by",
                    "me",
                    "--reason",
                    "asked",
                    "--yes");

            assertThat(run.errors()).isEmpty();
            assertThat(run.output()).singleElement().asString().startsWith("erased content of 1 event in 1 commit,");
            assertThat(contents(source)).containsExactly("{\"b\":\"gone \\\"now\\\"\",\"c\":-1.50,\"d\":\"\",\"e\":1}");
        }

        @Test
        void without_a_terminal_it_wants_to_be_told_yes() {
            String source = sourceWith("{\"a\":1}");

            Run run = erase("source", source, "--by", "me", "--reason", "asked");

            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.errors()).singleElement().asString().contains("--yes");
            assertThat(contents(source)).containsExactly("{\"a\":1}");
        }

        @Test
        void it_wants_to_know_who_and_why() {
            assertThat(erase("source", "s", "--reason", "asked", "--yes").errors())
                    .singleElement()
                    .asString()
                    .contains("--by");
            assertThat(erase("source", "s", "--by", "me", "--reason", "", "--yes")
                            .errors())
                    .singleElement()
                    .asString()
                    .contains("--reason");
            assertThat(erase("properties", EVENT_TYPE, "--by", "me", "--reason", "asked", "--yes")
                            .errors())
                    .singleElement()
                    .asString()
                    .contains("--property");
        }

        @Test
        void what_the_runtime_refuses_is_said() {
            Run run = erase(
                    "source", "s", "--scope", UUID.randomUUID().toString(), "--by", "me", "--reason", "asked", "--yes");

            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.errors()).singleElement().asString().contains("has no events");
        }
    }
}
