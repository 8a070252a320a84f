package io.pushmi.runtime.engines.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushmi.runtime.configuration.MongoEventStore;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.MongoServers;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StorageHealth;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.storage.UpkeepRefused;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OpeningSpec {
    private static final TenantId TENANT = TenantId.DEVELOPMENT;
    private static final TenantId OTHER = new TenantId(UUID.fromString("0b7c6dcd-8f1c-4a4e-9a35-91a3a0d9bd5f"));

    private final RawDatabase database = new RawDatabase();

    @AfterEach
    void drop() {
        database.close();
    }

    private MongoSettings settings() {
        return MongoSettings.of(Map.of(TENANT, database.store()));
    }

    private void refused(MongoSettings settings, String... reasons) {
        assertThatThrownBy(() -> MongoEngine.open(settings).close())
                .isInstanceOf(MongoCannotBeOpened.class)
                .message()
                .contains(reasons)
                .doesNotContain("\n", "secret");
    }

    @Nested
    class when_the_database_is_one_to_use {
        @Test
        void a_new_one_is_marked_as_a_store_of_its_tenant() {
            MongoEngine.open(settings()).close();

            assertThat(database.documents("pushmi")).hasSize(1).first().satisfies(marker -> {
                assertThat(marker.getString("_id").getValue()).isEqualTo("store");
                assertThat(marker.getNumber("format").intValue()).isEqualTo(1);
                assertThat(marker.getString("tenant").getValue()).isEqualTo(TENANT.toString());
            });
        }

        @Test
        void several_engines_have_it_open_at_the_same_time() {
            StateName name = new StateName(TENANT, "leases", "one");
            try (MongoEngine one = MongoEngine.open(settings());
                    MongoEngine other = MongoEngine.open(settings())) {
                List<StateResult> made = one.states()
                        .change(List.of(new StateChange.Put(name, Revision.ABSENT, Bytes.utf8("held"))))
                        .toCompletableFuture()
                        .join();

                assertThat(made).hasOnlyElementsOfType(StateResult.Changed.class);
                assertThat(other.states().get(name).toCompletableFuture().join())
                        .isPresent();
                assertThat(one.isShared()).isTrue();
                assertThat(one.health()).isEqualTo(StorageHealth.HEALTHY);
            }
            assertThat(database.documents("pushmi")).hasSize(1);
        }

        @Test
        void collections_of_others_are_left_alone() {
            database.insert("orders", "{_id: 1}");

            MongoEngine.open(settings()).close();

            assertThat(database.documents("orders")).hasSize(1);
        }
    }

    @Nested
    class when_it_is_not {
        @Test
        void an_event_log_of_Dolittle_stays_as_it_is_and_the_command_to_bring_it_over_is_named() {
            database.insert("event-log", "{_id: 0, Content: {}}");

            refused(settings(), TENANT.toString(), database.name(), "Dolittle", "pushmi import --dolittle");
            assertThat(database.collections()).containsExactly("event-log");
        }

        @Test
        void a_store_of_another_format_is_refused() {
            MongoEngine.open(settings()).close();
            database.update("pushmi", "{_id: 'store'}", "{$set: {format: 7}}");

            refused(settings(), TENANT.toString(), database.name(), "format 7", "format 1");
        }

        @Test
        void a_store_of_another_tenant_is_refused() {
            MongoEngine.open(settings()).close();

            refused(
                    MongoSettings.of(Map.of(OTHER, database.store())),
                    OTHER.toString(),
                    database.name(),
                    TENANT.toString());
        }

        @Test
        void two_tenants_do_not_get_the_same_one() {
            refused(
                    MongoSettings.of(Map.of(TENANT, database.store(), OTHER, database.store())),
                    OTHER.toString(),
                    database.name(),
                    TENANT.toString());
            assertThat(database.collections()).isEmpty();
        }

        @Test
        void collections_that_look_like_ours_without_a_mark_are_left_alone() {
            database.insert("state", "{_id: 'something'}");

            refused(settings(), database.name(), "'state'");
            assertThat(database.collections()).containsExactly("state");
        }
    }

    @Nested
    class when_no_server_is_there {
        private final Duration patience = Duration.ofSeconds(1);

        @Test
        void it_gives_up_after_a_while_and_says_what_it_tried_without_credentials() throws IOException {
            String address = "mongodb://user:secret@127.0.0.1:" + closedPort() + "/?connectTimeoutMS=200";
            MongoEventStore store = new MongoEventStore(address, "events", OptionalInt.empty());

            refused(
                    new MongoSettings(Map.of(TENANT, store), settings().indexes(), patience, patience),
                    TENANT.toString(),
                    "'events'",
                    "127.0.0.1",
                    "tried");
        }

        private static int closedPort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }
    }

    @Nested
    class when_it_is_open {
        @Test
        void a_tenant_without_a_database_gets_nothing() {
            try (MongoEngine engine = MongoEngine.open(settings())) {
                assertThatThrownBy(() -> engine.logs()
                                .head(LogId.mainOf(OTHER))
                                .toCompletableFuture()
                                .join())
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(StorageUnavailable.class)
                        .hasMessageContaining(OTHER.toString());
            }
        }

        @Test
        void a_backup_is_left_to_the_server() {
            try (MongoEngine engine = MongoEngine.open(settings())) {
                assertThatThrownBy(() -> engine.upkeep()
                                .orElseThrow()
                                .backup(Path.of("/backup"), () -> true)
                                .toCompletableFuture()
                                .join())
                        .hasCauseInstanceOf(UpkeepRefused.class)
                        .hasMessageContaining("mongodump");
            }
        }

        @Test
        void what_the_connection_string_says_of_concerns_changes_nothing() {
            MongoEventStore careless = new MongoEventStore(
                    MongoServers.connectionString()
                            + (MongoServers.connectionString().contains("?") ? "&" : "/?")
                            + "w=0&journal=false&readConcernLevel=local&retryWrites=true",
                    database.name(),
                    OptionalInt.of(5));
            try (MongoEngine engine = MongoEngine.open(MongoSettings.of(Map.of(TENANT, careless)))) {
                long before = engine.syncs();

                engine.states()
                        .change(List.of(new StateChange.Put(
                                new StateName(TENANT, "leases", "one"), Revision.ABSENT, Bytes.utf8("held"))))
                        .toCompletableFuture()
                        .join();

                assertThat(engine.syncs()).isGreaterThan(before);
            }
        }

        @Test
        void nothing_is_served_after_closing() {
            MongoEngine engine = MongoEngine.open(settings());
            engine.close();
            engine.close();

            assertThat(engine.health()).isInstanceOf(StorageHealth.Unavailable.class);
        }
    }
}
