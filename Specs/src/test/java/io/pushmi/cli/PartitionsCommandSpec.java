package io.pushmi.cli;

import static io.pushmi.runtime.processing.Standing.HANDLER;
import static io.pushmi.runtime.processing.Standing.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pushmi.runtime.processing.OperationResult;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorKind;
import io.pushmi.runtime.processing.Skip;
import io.pushmi.runtime.processing.SkippedEvent;
import io.pushmi.runtime.processing.Standing;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PartitionsCommandSpec {
    private static final TenantId TENANT = TenantId.DEVELOPMENT;

    private final OperatedRuntime runtime = new OperatedRuntime(TENANT);

    @BeforeEach
    void connect() {
        runtime.processors()
                .connect(
                        Standing.partitioned(HANDLER, "Kitchen"),
                        Standing.troubled(
                                HANDLER,
                                TENANT,
                                true,
                                Standing.failing("table 1", "no such\ndish", null),
                                Standing.failing("table 2", "x".repeat(100), NOW.plusSeconds(5)),
                                Standing.parked("table 3")));
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    private Outcome run(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("partitions"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--runtime", runtime.management()));
        return Outcome.of(all.toArray());
    }

    @Nested
    class when_they_are_listed {
        @Test
        void each_has_a_row_with_what_it_waits_for() {
            assertThat(run("list", "Kitchen").output())
                    .containsExactly(
                            "Partition  Status   Position  ProcessingAttempts  RetryTime                 FailureReason",
                            "table 1    failing  3         3                   when asked                no such dish",
                            "table 2    failing  3         3                   2026-03-01T12:00:05.000Z  "
                                    + "x".repeat(79) + "…",
                            "table 3    behind   5         0                                             behind");
        }

        @Test
        void a_wide_table_has_the_whole_reason() {
            assertThat(run("ls", "Kitchen", "--wide").output())
                    .anySatisfy(line -> assertThat(line).endsWith("x".repeat(100)))
                    .first()
                    .asString()
                    .contains("StreamPosition", "LastFailed");
        }

        @Test
        void as_json_each_is_an_object_on_a_line() throws IOException {
            JsonNode first = new ObjectMapper()
                    .readTree(run("list", "Kitchen", "-o", "json").output().get(0));

            assertThat(first.get("partition").asText()).isEqualTo("table 1");
            assertThat(first.get("failureReason").asText()).isEqualTo("no such\ndish");
            assertThat(first.has("retryTime")).isFalse();
            assertThat(first.get("position").asLong()).isEqualTo(3);
        }

        @Test
        void the_kind_tells_apart_who_has_the_same_name() {
            ProcessorId filter = new ProcessorId(ProcessorKind.FILTER, ScopeId.DEFAULT, HANDLER.value());
            runtime.processors().connect(Standing.sequential(filter, null), Standing.done(filter, TENANT));

            assertThat(run("list", HANDLER.value()).errors().get(0)).contains("is the name of more than one");
            assertThat(run("list", HANDLER.value(), "--kind", "filter").output())
                    .hasSize(1);
            assertThat(run("list", HANDLER.value(), "--kind", "event-handler").output())
                    .hasSize(4);
            assertThat(run("list", HANDLER.value(), "--kind", "thing").errors().get(0))
                    .contains("expected event-handler, filter, public-filter or projection, found 'thing'");
        }
    }

    @Nested
    class when_one_is_to_go_on {
        @Test
        void its_event_is_delivered_now() {
            assertThat(run("retry", "Kitchen", "table 1")).isEqualTo(new Outcome(0, List.of(), List.of()));

            assertThat(runtime.processors().asked())
                    .containsExactly("retry " + HANDLER + " of " + TENANT + " in 'table 1'");
        }

        @Test
        void its_event_is_skipped_for_a_reason() {
            assertThat(run("skip", "Kitchen", "", "--position", 3, "--by", "me", "--reason", "it is poison"))
                    .isEqualTo(new Outcome(0, List.of(), List.of()));

            assertThat(runtime.processors().asked())
                    .containsExactly("skip " + HANDLER + " of " + TENANT + " in '' at 3 by me because it is poison");
        }

        @Test
        void nothing_is_skipped_without_a_position_a_name_and_a_reason() {
            assertThat(run("skip", "Kitchen", "table 1", "--by", "me", "--reason", "why")
                            .exitCode())
                    .isEqualTo(2);
            assertThat(run("skip", "Kitchen", "table 1", "--position", 3, "--by", " ", "--reason", "why")
                            .errors()
                            .get(0))
                    .startsWith("pushmi: --by: expected some text, found none");
            assertThat(runtime.processors().asked()).isEmpty();
        }

        @Test
        void what_is_refused_is_told() {
            runtime.processors().answer(TENANT, new OperationResult.Refused("partition 'table 1' is at 3, not at 4"));

            Outcome outcome = run("skip", "Kitchen", "table 1", "--position", 4, "--by", "me", "--reason", "why");

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.errors()).containsExactly("pushmi: partition 'table 1' is at 3, not at 4");
        }
    }

    @Nested
    class when_skipped_events_are_listed {
        @Test
        void each_says_who_gave_it_up_and_why() {
            runtime.processors()
                    .skipped(new SkippedEvent(
                            new SequenceNumber(3), new PartitionId("table 1"), new Skip("me", "it is poison"), NOW));

            assertThat(run("skipped", "Kitchen").output())
                    .containsExactly(
                            "Position  Partition  Skipped                   By  Reason",
                            "3         table 1    2026-03-01T12:00:00.000Z  me  it is poison");
        }

        @Test
        void the_processor_need_not_be_connected() {
            String gone = "99999999-9c0a-4c9d-8b1c-9a8f7e6d5c4b";

            assertThat(run("skipped", gone).exitCode()).isZero();
            assertThat(run("list", gone).exitCode()).isEqualTo(3);
        }
    }
}
