package io.pushmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.doors.pushmi.ShownCommit;
import io.pushmi.runtime.doors.pushmi.ShownEvent;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Checkpoint;
import io.pushmi.runtime.storage.CheckpointName;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.ConsentId;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.Contexts;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.EventId;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.Origin;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ShownEventsSpec {
    private static final Colours NONE = new Colours(false);
    private static final ExecutionContext CONTEXT = Contexts.full();
    private static final String EVIL = "a\u001B[2Jb\u009Bc\u202Ed\ne";

    @Nested
    class when_shown_as_a_table {
        @Test
        void columns_grow_with_what_comes_and_the_heading_comes_once() {
            EventTable table = new EventTable(NONE);

            assertThat(written(to -> table.write(List.of(plain(1, "a", "{}")), to)))
                    .hasSize(2);
            List<String> later = written(
                    to -> table.write(List.of(plain(2, "a source that is longer", "{}"), plain(3, "b", "{}")), to));

            assertThat(later).hasSize(2);
            assertThat(later.get(0).indexOf("{}")).isEqualTo(later.get(1).indexOf("{}"));
        }

        @Test
        void an_erased_event_says_so_and_one_of_which_nothing_is_known_is_a_row_too() {
            List<String> rows = written(to -> new EventTable(NONE)
                    .write(
                            List.of(
                                    shown(4, event("a", Content.ERASED), CommitKind.EVENTS),
                                    shown(5, Event.unknown(), CommitKind.EVENTS)),
                            to));

            assertThat(rows.get(1)).endsWith("(erased)").contains("Moved", "  a  ");
            assertThat(rows.get(2)).contains("(unknown)").endsWith("(erased)");
        }

        @Test
        void content_is_on_one_line_cut_where_it_is_long_and_only_named_where_it_is_no_json() {
            List<String> rows = written(to -> new EventTable(NONE)
                    .write(
                            List.of(
                                    plain(1, "a", "{\n\t\"n\": 1\n}"),
                                    plain(2, "a", "\"" + "x".repeat(1000) + "\""),
                                    shown(3, event("a", octets(0, 1, 2)), CommitKind.EVENTS)),
                            to));

            assertThat(rows).hasSize(4);
            assertThat(rows.get(1)).endsWith("{  \"n\": 1 }");
            assertThat(rows.get(2)).hasSizeLessThan(350).endsWith("x…");
            assertThat(rows.get(3)).endsWith("(application/octet-stream, 3 bytes)");
        }

        @Test
        void nothing_commands_the_terminal() {
            List<String> rows =
                    written(to -> new EventTable(NONE).write(List.of(plain(1, EVIL, "\"" + EVIL + "\"")), to));

            assertThat(rows).hasSize(2).allMatch(ShownEventsSpec::isHarmless);
        }

        @Test
        void colours_set_apart_what_is_less_interesting() {
            List<String> rows = written(to -> new EventTable(new Colours(true))
                    .write(
                            List.of(
                                    plain(1, "a", "{}"),
                                    shown(2, event("a", Content.ERASED), CommitKind.EVENTS),
                                    shown(3, event("a", Content.ERASED), CommitKind.SYSTEM)),
                            to));

            assertThat(rows.get(0)).startsWith("\u001B[1m").endsWith("\u001B[0m");
            assertThat(rows.get(1)).contains("\u001B[36mMoved").endsWith("{}");
            assertThat(rows.subList(2, 4)).allMatch(row -> row.startsWith("\u001B[2m") && row.endsWith("\u001B[0m"));
        }
    }

    @Nested
    class when_shown_in_full {
        @Test
        void has_a_line_for_everything_and_cuts_nothing() {
            String longType = "type ".repeat(50).strip();
            List<String> lines = written(to -> EventDetails.write(full(longType), NONE, to));

            assertThat(lines)
                    .contains(
                            "number        7",
                            "type          " + longType + " (generation 3)",
                            "source        s",
                            "id            an id",
                            "aggregate     account/s at version 5",
                            "partition     p",
                            "public        yes",
                            "metadata      (2 bytes)",
                            "occurred      2026-03-01T12:00:00.123456789Z",
                            "commit        mine (chosen), 3 events from 6",
                            "kind          system",
                            "checkpoint    filter at 12",
                            "microservice  " + CONTEXT.microservice() + " 1.2147483647.-3.4-beta.5",
                            "environment   Prodüction",
                            "span          8000000000000000",
                            "claim role    admin",
                            "claim role    äöü")
                    .anyMatch(line -> line.startsWith("origin        event 9 of microservice "));
        }

        @Test
        void nothing_commands_the_terminal() {
            assertThat(written(to -> EventDetails.write(plain(1, EVIL, "\"" + EVIL + "\""), NONE, to)))
                    .allMatch(ShownEventsSpec::isHarmless);
        }
    }

    @Nested
    class when_shown_as_json {
        private final ObjectMapper mapper = new ObjectMapper();

        @Test
        void has_everything_that_the_event_has() throws IOException {
            JsonNode json = mapper.readTree(EventJson.of(full("Moved")));

            assertThat(json.get("number").longValue()).isEqualTo(7);
            assertThat(json.get("type")).isEqualTo(mapper.readTree("{\"id\":\"Moved\",\"generation\":3}"));
            assertThat(json.get("aggregate"))
                    .isEqualTo(mapper.readTree("{\"root\":\"account\",\"source\":\"s\",\"version\":5}"));
            assertThat(json.get("metadataBase64").binaryValue()).containsExactly(1, 2);
            assertThat(json.get("origin").get("number").longValue()).isEqualTo(9);
            assertThat(json.get("commit").get("checkpoint"))
                    .isEqualTo(mapper.readTree("{\"name\":\"filter\",\"position\":12}"));
            assertThat(json.get("commit").get("kind").textValue()).isEqualTo("system");
            assertThat(json.get("context").get("claims")).hasSize(3);
            assertThat(json.get("context").get("span").textValue()).isEqualTo("8000000000000000");
        }

        @Test
        void content_keeps_its_numbers_names_and_escapes_and_loses_only_white_space() {
            String content =
                    "{ \"a\" : 1.10e+2,\n \"a\":\"\\u00e4 \\\" \", \"deep\":[ { } , 12345678901234567890123 ] }";

            assertThat(EventJson.of(plain(1, "s", content)))
                    .contains(
                            "\"content\":{\"a\":1.10e+2,\"a\":\"\\u00e4 \\\" \",\"deep\":[{},12345678901234567890123]}");
        }

        @Test
        void content_that_is_no_json_is_given_byte_for_byte() throws IOException {
            for (Content.Present content : List.of(
                    octets(0, -1),
                    Content.json(Bytes.utf8("{} {}")),
                    Content.json(Bytes.utf8("")),
                    Content.json(Bytes.utf8("{\"open\":")),
                    Content.json(Bytes.wrap(new byte[] {'"', (byte) 0xC3, '"'})))) {
                JsonNode json = mapper.readTree(EventJson.of(shown(1, event("s", content), CommitKind.EVENTS)));

                assertThat(json.has("content")).isFalse();
                assertThat(Base64.getDecoder().decode(json.get("contentBase64").textValue()))
                        .isEqualTo(content.bytes().array());
                assertThat(json.get("contentType").textValue())
                        .isEqualTo(content.type().value());
            }
        }

        @Test
        void an_erased_event_says_so_and_what_is_not_known_is_not_there() throws IOException {
            JsonNode json = mapper.readTree(EventJson.of(shown(1, Event.unknown(), CommitKind.EVENTS)));

            assertThat(json.get("erased").booleanValue()).isTrue();
            for (String absent : List.of("content", "type", "source", "id", "aggregate", "partition", "origin")) {
                assertThat(json.has(absent)).as(absent).isFalse();
            }
        }

        @Test
        void nothing_commands_the_terminal_and_nothing_is_lost() throws IOException {
            String line = EventJson.of(plain(1, EVIL, "{\"\u009B\":\"\u202E\"}"));

            assertThat(line).matches(ShownEventsSpec::isHarmless);
            JsonNode json = mapper.readTree(line);
            assertThat(json.get("source").textValue()).isEqualTo(EVIL);
            assertThat(json.get("content").get("\u009B").textValue()).isEqualTo("\u202E");
        }
    }

    private static boolean isHarmless(String line) {
        return line.chars().noneMatch(c -> Text.isForTerminal((char) c));
    }

    private static List<String> written(Consumer<Output> write) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Output output = new Output(bytes);
        write.accept(output);
        assertThat(output.flush()).isTrue();
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static ShownEvent plain(long number, String source, String json) {
        return shown(number, event(source, Content.json(Bytes.utf8(json))), CommitKind.EVENTS);
    }

    private static Content.Present octets(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new Content.Present(Bytes.wrap(bytes), new ContentType("application/octet-stream"));
    }

    private static Event event(String source, Content content) {
        return new Event(
                EventBuilder.typeOf("Moved"), new EventSourceId(source), content, false, null, null, null, null, null);
    }

    private static ShownEvent full(String type) {
        Event event = new Event(
                new EventType(new EventTypeId(type), new Generation(3)),
                new EventSourceId("s"),
                Content.json(Bytes.utf8("1")),
                true,
                new EventId("an id"),
                Bytes.wrap(new byte[] {1, 2}),
                new AppliedBy(EventBuilder.aggregate("account", "s"), new AggregateVersion(5)),
                new PartitionId("p"),
                new Origin(
                        new MicroserviceId(UUID.randomUUID()),
                        new SequenceNumber(9),
                        Instant.EPOCH,
                        new ConsentId(UUID.randomUUID())));
        ShownCommit commit = new ShownCommit(
                new SequenceNumber(6),
                3,
                "mine",
                true,
                Instant.parse("2026-03-01T12:00:00.123456789Z"),
                CONTEXT,
                CommitKind.SYSTEM,
                new Checkpoint(new CheckpointName("filter"), new SequenceNumber(12)));
        return new ShownEvent(new SequenceNumber(7), commit, event);
    }

    private static ShownEvent shown(long number, Event event, CommitKind kind) {
        SequenceNumber position = new SequenceNumber(number);
        ShownCommit commit = new ShownCommit(
                position, 1, "c", false, Instant.parse("2026-03-01T12:00:00Z"), Contexts.any(), kind, null);
        return new ShownEvent(position, commit, event);
    }
}
