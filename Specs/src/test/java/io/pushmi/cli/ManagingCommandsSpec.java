package io.pushmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pushmi aggregates}, {@code eventtypes} and {@code config}, before a Runtime with a few events. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ManagingCommandsSpec {
    private static final String TENANT = "445f8ea8-1a6f-40d7-b2fc-796dba92dc44";
    private static final int EVENTS = 3;

    @TempDir
    static Path home;

    private static RunningRuntime runtime;

    @BeforeAll
    static void start() {
        runtime = new RunningRuntime(home);
        runtime.commit(EVENTS);
        runtime.commitTo("busy", 12);
        runtime.introduce("Kitchen", "DishPrepared");
    }

    @AfterAll
    static void stop() {
        runtime.close();
    }

    private static Outcome run(Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--runtime";
        all[arguments.length + 1] = runtime.management();
        return Outcome.of(all);
    }

    @Nested
    class when_aggregates_are_shown {
        @Test
        void each_root_says_how_many_it_has() {
            assertThat(run("aggregates", "list").output())
                    .containsExactly("AggregateRoot  Instances", "Kitchen        4");
            assertThat(run("aggregates", "ls", "-w").output())
                    .containsExactly(
                            "AggregateRootAlias  AggregateRootId                       Instances",
                            "Kitchen             " + RunningRuntime.ROOT + "  4");
            assertThat(run("aggregates", "list", "-o", "json").output())
                    .containsExactly("{\"id\":\"" + RunningRuntime.ROOT + "\",\"alias\":\"Kitchen\",\"instances\":4}");
        }

        @Test
        void those_of_one_root_are_listed_by_its_alias_or_its_id() {
            assertThat(run("aggregates", "get", "Kitchen").output())
                    .containsExactlyInAnyOrder("EventSource", "source-0", "source-1", "source-2", "busy");
            assertThat(run("aggregates", "get", RunningRuntime.ROOT, "--wide").output())
                    .contains(
                            "Tenant                                EventSource  AggregateRootVersion",
                            TENANT + "  busy         12");
        }

        @Test
        void a_name_that_nobody_has_is_told() {
            Outcome outcome = run("aggregates", "get", "Cellar");

            assertThat(outcome.exitCode()).isEqualTo(3);
            assertThat(outcome.errors()).containsExactly("pushmi: no aggregate root is called 'Cellar'");
        }

        @Test
        void the_last_ten_events_of_one_come_with_the_newest_last() {
            List<String> lines = run("aggregates", "events", "Kitchen", "busy").output();

            assertThat(lines).hasSize(11);
            assertThat(lines.get(0)).isEqualTo("AggregateRootVersion  EventLogSequenceNumber  EventType");
            assertThat(lines.get(1)).isEqualTo("2                     5                       DishPrepared");
            assertThat(lines.get(10)).isEqualTo("11                    14                      DishPrepared");
            assertThat(run("aggregates", "events", "Kitchen", "busy", "-w")
                            .output()
                            .get(0))
                    .endsWith("Public  Occurred");
        }

        @Test
        void all_events_of_one_come_as_json() throws IOException {
            List<String> lines = run("aggregates", "events", RunningRuntime.ROOT, "busy", "-o", "json")
                    .output();

            assertThat(lines).hasSize(12);
            assertThat(new ObjectMapper().readTree(lines.get(11)).get("number").asLong())
                    .isEqualTo(14);
        }
    }

    @Nested
    class when_event_types_are_shown {
        @Test
        void each_has_its_name_and_its_id() {
            assertThat(run("eventtypes", "list").output()).containsExactly("EventType", "DishPrepared");
            assertThat(run("eventtypes", "ls", "--wide").output())
                    .containsExactly("EventTypeAlias  EventTypeId", "DishPrepared    " + RunningRuntime.TYPE);
        }
    }

    @Nested
    class when_the_configuration_is_shown {
        @Test
        void it_is_that_which_is_in_force() {
            assertThat(run("config").output()).contains("storage:", "  memory: 16MiB", "limits:");
        }
    }

    @Nested
    class when_nothing_is_connected {
        @Test
        void there_are_no_event_handlers() {
            assertThat(run("eventhandlers", "list").output())
                    .containsExactly("EventHandler  Scope  Partitioned  Status  Lag");
            assertThat(run("partitions", "list", "Kitchen").exitCode()).isEqualTo(3);
        }
    }
}
