package io.pushmi.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.pushmi.contracts.runtime.events.CommitAggregateEventsResponse;
import io.pushmi.runtime.doors.RemoteFailure;
import io.pushmi.runtime.doors.pushmi.RemoteStore;
import io.pushmi.runtime.storage.MongoServers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Runtime as users run it, whose tenants have their events in MongoDB. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MongoRuntimeSpec {
    private static final String EVENT_STORE =
            "DOLITTLE__RUNTIME__TENANTS__445f8ea8-1a6f-40d7-b2fc-796dba92dc44__RESOURCES__EVENTSTORE__";

    private final String database = MongoServers.freshDatabase();
    private final Map<String, String> environment = new HashMap<>(Map.of(
            EVENT_STORE + "CONNECTIONSTRING", MongoServers.connectionString(), EVENT_STORE + "DATABASE", database));

    @TempDir
    Path folder;

    @Test
    void it_says_where_the_events_are_and_begins_no_embedded_store() {
        try (RuntimeProcess runtime = RuntimeProcess.start(folder, environment)) {
            assertThat(runtime.readyLine()).contains("; data in mongodb://", "/" + database + ";");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void events_are_there_for_the_next_Runtime_in_another_folder(@TempDir Path elsewhere) {
        try (RuntimeProcess first = RuntimeProcess.start(folder, environment)) {
            commit(first);
            first.kill();
        }
        try (RuntimeProcess next = RuntimeProcess.start(elsewhere, environment)) {
            assertThat(commit(next)).isEqualTo(1);
        }
    }

    @Test
    void two_Runtimes_commit_to_one_log() {
        try (RuntimeProcess one = RuntimeProcess.start(folder, environment);
                RuntimeProcess other = RuntimeProcess.start(folder, environment)) {
            for (int i = 0; i < 6; i++) {
                assertThat(commit(i % 2 == 0 ? one : other)).isEqualTo(i);
            }
        }
    }

    @Test
    void what_is_in_it_can_be_counted_and_a_backup_is_left_to_the_server() {
        try (RuntimeProcess runtime = RuntimeProcess.start(folder, environment);
                RemoteStore store = RemoteStore.at("127.0.0.1", runtime.port("management"))) {
            commit(runtime);
            commit(runtime);

            assertThat(store.statistics().logs()).hasSize(1).first().satisfies(log -> {
                assertThat(log.events()).isEqualTo(2);
                assertThat(log.keys()).isPositive();
            });
            assertThatThrownBy(() -> store.backup(folder.resolve("backup").toString()))
                    .isInstanceOf(RemoteFailure.class)
                    .hasMessageContaining("mongodump");
        }
    }

    /** Commits an event and gives its number. */
    private static long commit(RuntimeProcess runtime) {
        ManagedChannel channel = runtime.connect("private");
        try {
            CommitAggregateEventsResponse answer =
                    new EventStoreClient(channel).commit("source-" + UUID.randomUUID(), 0, "{}");
            assertThat(answer.hasFailure()).isFalse();
            return answer.getEvents().getEvents(0).getEventLogSequenceNumber();
        } finally {
            channel.shutdownNow();
        }
    }
}
