package io.pushmi.cli;

import static io.pushmi.runtime.management.moving.OldDatabase.OPENED;
import static io.pushmi.runtime.management.moving.OldDatabase.applied;
import static io.pushmi.runtime.management.moving.OldDatabase.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.management.moving.OldDatabase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import --dolittle}, into the data folder of a Runtime that is then started. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ImportDolittleSpec {
    private static final UUID CART = RunningRuntime.ROOT;

    @TempDir
    Path home;

    private final OldDatabase old = new OldDatabase();

    @BeforeEach
    void fill() {
        old.put(
                "event-log",
                applied(event(0, OPENED, "cart-1"), CART, 0),
                applied(event(2, OPENED, "cart-1", new Document("dish", "Bean Blaster")), CART, 1));
    }

    @AfterEach
    void close() {
        old.close();
    }

    private Outcome move(Object... more) {
        Object[] arguments = {
            "import", "--dolittle", old.address(), "--database", old.name(), "--path", home.resolve("data")
        };
        return Outcome.of(
                Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray());
    }

    @Nested
    class when_it_is_imported {
        @Test
        void it_says_what_and_what_to_know_of_it() {
            Outcome outcome = move();

            assertThat(outcome.errors()).isEmpty();
            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.output().get(0))
                    .isEqualTo("imported database event_store: 1 log, 3 commits, 3 events, 0 state documents");
            assertThat(outcome.output().get(1)).matches("hash [0-9a-f]{64}");
            assertThat(outcome.output())
                    .contains("note: event-log has 1 number without an event; they stay, as erased events of which"
                            + " nothing is known")
                    .anyMatch(line -> line.startsWith("note: 1 aggregates have events, 0 were said"));
        }

        @Test
        void a_runtime_serves_it() {
            move();

            try (RunningRuntime runtime = new RunningRuntime(home)) {
                assertThat(runtime.contentsOf("cart-1")).hasSize(2).last().isEqualTo("{\"dish\":\"Bean Blaster\"}");
            }
        }

        @Test
        void once_more_is_refused_when_a_runtime_has_gone_on() {
            move();
            try (RunningRuntime runtime = new RunningRuntime(home)) {
                runtime.commit(1);
            }

            Outcome outcome = move();

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.errors()).singleElement().asString().contains("should end at 3 like event-log, but has");
        }
    }

    @Nested
    class when_something_is_wrong {
        @Test
        void options_that_do_not_go_together_are_refused() {
            assertThat(Outcome.of("import").errors())
                    .containsExactly("pushmi: expected either the folder of an export or --dolittle; see pushmi import"
                            + " --help");
            assertThat(Outcome.of("import", home, "--dolittle", "x", "--database", "y")
                            .exitCode())
                    .isEqualTo(2);
            assertThat(Outcome.of("import", "--dolittle", old.address()).errors())
                    .singleElement()
                    .asString()
                    .contains("expected both --dolittle and --database, or none");
            assertThat(Outcome.of("import", home, "--tenant", UUID.randomUUID()).exitCode())
                    .isEqualTo(2);
        }

        @Test
        void a_connection_string_is_not_repeated() {
            Outcome outcome = Outcome.of(
                    "import",
                    "--dolittle",
                    "mongodb://user:sec@ret@host:x/",
                    "--database",
                    "event_store",
                    "--path",
                    home.resolve("data"));

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.errors())
                    .singleElement()
                    .asString()
                    .startsWith("pushmi: the connection string cannot be read; expected mongodb://<host>:<port>/")
                    .doesNotContain("sec", "ret@");
        }

        @Test
        void another_tenant_is_filled_when_it_is_named() {
            UUID tenant = UUID.randomUUID();

            assertThat(move("--tenant", tenant).exitCode()).isZero();
            assertThat(Outcome.of("stats", home.resolve("data")).output())
                    .anyMatch(line -> line.contains(tenant.toString()));
            assertThat(move("--tenant", UUID.randomUUID()).exitCode()).isZero();
            assertThat(move().errors())
                    .singleElement()
                    .asString()
                    .contains("the store is one of several tenants, expected --tenant to name one of")
                    .contains(tenant.toString());
        }
    }
}
