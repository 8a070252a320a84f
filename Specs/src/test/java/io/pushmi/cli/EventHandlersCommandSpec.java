package io.pushmi.cli;

import static io.pushmi.runtime.processing.Standing.HANDLER;
import static io.pushmi.runtime.processing.Standing.NOW;
import static io.pushmi.runtime.processing.Standing.OTHER_HANDLER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pushmi.runtime.processing.OperationResult;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorKind;
import io.pushmi.runtime.processing.Standing;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EventHandlersCommandSpec {
    private static final TenantId ONE = TenantId.DEVELOPMENT;
    private static final TenantId OTHER = new TenantId(UUID.fromString("900893e7-c4cc-4873-8032-884e965e4b97"));
    private static final String SCOPE = "5c0beeee-1111-4222-8333-444455556666";

    private final OperatedRuntime runtime = new OperatedRuntime(ONE, OTHER);

    @AfterEach
    void close() {
        runtime.close();
    }

    private void connectAll() {
        ProcessorId scoped = new ProcessorId(
                ProcessorKind.EVENT_HANDLER, new ScopeId(UUID.fromString(SCOPE)), OTHER_HANDLER.value());
        ProcessorId filter = new ProcessorId(ProcessorKind.FILTER, ScopeId.DEFAULT, UUID.randomUUID());
        runtime.processors()
                .connect(
                        Standing.partitioned(HANDLER, "Kitchen"),
                        Standing.troubled(
                                HANDLER, ONE, true, Standing.failing("table 1", "no such dish", NOW.plusSeconds(5))),
                        Standing.done(HANDLER, OTHER))
                .connect(Standing.sequential(scoped, null), Standing.fresh(scoped, ONE))
                .connect(Standing.sequential(filter, "Kitchen"), Standing.fresh(filter, ONE));
    }

    private Outcome run(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("eventhandlers"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--runtime", runtime.management()));
        return Outcome.of(all.toArray());
    }

    @Nested
    class when_they_are_listed {
        @Test
        void each_has_a_row_and_filters_have_none() {
            connectAll();

            assertThat(run("list").output())
                    .containsExactly(
                            "EventHandler                          Scope                                 Partitioned  Status     Lag",
                            "Kitchen                               Default                               yes          1 failing  6 (3 min 0 s)",
                            OTHER_HANDLER.value() + "  " + SCOPE + "  no           ok         9 (2 h 0 min)");
        }

        @Test
        void more_columns_fit_into_a_wide_table() {
            connectAll();

            assertThat(run("ls", "-w").output().get(0).split(" +"))
                    .containsExactly(
                            "Alias",
                            "EventHandler",
                            "Scope",
                            "Partitioned",
                            "Status",
                            "Lag",
                            "LastSuccessfullyProcessed");
            assertThat(run("ls", "-w").output().get(1))
                    .startsWith("Kitchen  " + HANDLER.value() + "  Default")
                    .endsWith("2026-03-01T12:00:00.000Z");
        }

        @Test
        void as_json_each_is_an_object_on_a_line() throws IOException {
            connectAll();

            JsonNode kitchen = json(run("list", "-o", "json").output().get(0));

            assertThat(kitchen.get("alias").asText()).isEqualTo("Kitchen");
            assertThat(kitchen.get("eventTypes").get(0).asText()).isEqualTo(Standing.TYPE.toString());
            assertThat(kitchen.get("tenants").get(0).get("position").asLong()).isEqualTo(9);
            assertThat(kitchen.get("tenants").get(0).get("lag").asLong()).isEqualTo(6);
            assertThat(kitchen.get("tenants").get(0).get("lagSeconds").asLong()).isEqualTo(180);
        }

        @Test
        void none_leave_the_heading() {
            assertThat(run("list").output()).containsExactly("EventHandler  Scope  Partitioned  Status  Lag");
            assertThat(run("list", "-o", "json").output()).isEmpty();
        }
    }

    @Nested
    class when_one_is_shown {
        @Test
        void it_stands_somewhere_for_each_tenant() {
            connectAll();

            assertThat(run("get", "Kitchen").output())
                    .containsExactly(
                            "Tenant                                Position  Status     Lag",
                            ONE + "  9         1 failing  6 (3 min 0 s)",
                            OTHER + "  9         ok         0");
        }

        @Test
        void a_wide_table_has_its_failing_partitions() {
            connectAll();

            assertThat(run("get", HANDLER.value() + ":default", "-w", "--tenant", ONE)
                            .output())
                    .hasSize(3)
                    .satisfies(lines -> {
                        assertThat(lines.get(0).split(" +"))
                                .containsExactly(
                                        "Tenant",
                                        "Partition",
                                        "Position",
                                        "Status",
                                        "FailureReason",
                                        "RetryTime",
                                        "ProcessingAttempts",
                                        "LastSuccessfullyProcessed");
                        assertThat(lines.get(2).split(" {2,}"))
                                .containsExactly(
                                        ONE.toString(),
                                        "table 1",
                                        "3",
                                        "failing",
                                        "no such dish",
                                        "2026-03-01T12:00:05.000Z",
                                        "3");
                    });
        }

        @Test
        void it_is_found_by_its_id_in_its_scope_alone() {
            connectAll();

            assertThat(run("get", OTHER_HANDLER.value() + ":" + SCOPE).exitCode())
                    .isZero();
            Outcome elsewhere = run("get", OTHER_HANDLER.value() + ":Default");
            assertThat(elsewhere.exitCode()).isEqualTo(3);
            assertThat(elsewhere.errors())
                    .containsExactly("pushmi: nothing that is connected is called '" + OTHER_HANDLER.value()
                            + "' in scope Default");
        }

        @Test
        void two_of_one_name_are_told_apart_by_their_ids() {
            runtime.processors()
                    .connect(Standing.partitioned(HANDLER, "Same"))
                    .connect(Standing.partitioned(OTHER_HANDLER, "Same"));

            Outcome outcome = run("get", "Same");

            assertThat(outcome.exitCode()).isEqualTo(3);
            assertThat(outcome.errors())
                    .containsExactly("pushmi: 'Same' is the name of more than one: event-handler " + HANDLER.value()
                            + ":Default, event-handler " + OTHER_HANDLER.value() + ":Default");
        }
    }

    @Nested
    class when_events_are_replayed {
        @Test
        void all_of_them_are_delivered_again_for_every_tenant() {
            connectAll();

            Outcome outcome = run("replay", "all", "Kitchen");

            assertThat(outcome).isEqualTo(new Outcome(0, List.of(), List.of()));
            assertThat(runtime.processors().asked())
                    .containsExactly(
                            "reprocess " + HANDLER + " of " + ONE + " from 0",
                            "reprocess " + HANDLER + " of " + OTHER + " from 0");
        }

        @Test
        void those_from_one_on_are_delivered_again_for_one_tenant() {
            connectAll();

            assertThat(run("replay", "from", "Kitchen", 4)).isEqualTo(new Outcome(0, List.of(), List.of()));
            assertThat(run("replay", "from", "Kitchen", 5, "--tenant", OTHER).exitCode())
                    .isZero();

            assertThat(runtime.processors().asked())
                    .containsExactly(
                            "reprocess " + HANDLER + " of " + ONE + " from 4",
                            "reprocess " + HANDLER + " of " + OTHER + " from 5");
        }

        @Test
        void what_is_refused_is_told() {
            connectAll();
            runtime.processors().answer(ONE, new OperationResult.Refused("event 4 is beyond the end, which is 2"));

            Outcome outcome = run("replay", "from", "Kitchen", 4);

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.errors())
                    .containsExactly("pushmi: for tenant " + ONE + ", event 4 is beyond the end, which is 2");
        }

        @Test
        void a_position_is_a_number_of_an_event() {
            assertThat(run("replay", "from", "Kitchen", -1).errors())
                    .singleElement()
                    .asString()
                    .startsWith("pushmi: ");
            assertThat(run("replay", "from", "Kitchen", "first").exitCode()).isEqualTo(2);
        }
    }

    @Nested
    class when_the_command_line_is_wrong {
        @Test
        void it_says_what_it_expected() {
            assertThat(Outcome.of("eventhandlers").errors())
                    .containsExactly("pushmi: expected one of list, get, replay; see pushmi eventhandlers --help");
            assertThat(Outcome.of("eventhandlers", "replay").errors())
                    .containsExactly("pushmi: expected one of all, from; see pushmi eventhandlers replay --help");
        }
    }

    private static JsonNode json(String line) throws IOException {
        return new ObjectMapper().readTree(line);
    }
}
