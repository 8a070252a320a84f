package io.pushmi.runtime.engines.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.MongoServers;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RemovedStatesSpec {
    private static final TenantId TENANT = TenantId.DEVELOPMENT;

    private final RawDatabase database = new RawDatabase();
    private final MongoClient client = MongoClients.create(MongoServers.connectionString());
    private final MongoCommands commands =
            new DriverCommands(client.getDatabase(database.name()), Duration.ofSeconds(10));
    private final MongoStates states = new MongoStates(tenant -> commands, Clock.systemUTC());
    private final RemovedStates removed = new RemovedStates(commands);

    @AfterEach
    void close() {
        client.close();
        database.close();
    }

    @Test
    void what_is_left_of_a_document_goes_when_it_is_old_enough() {
        remove("gone", put("gone", Revision.ABSENT));

        clear(Instant.now().minus(Duration.ofHours(1)));
        assertThat(database.documents("state")).hasSize(1);
        clear(Instant.now().plus(Duration.ofHours(1)));

        assertThat(database.documents("state"))
                .hasSize(1)
                .allMatch(left -> StateCodec.key(left).equals(StateKey.REVISIONS));
        assertThat(states.collections(TENANT).toCompletableFuture().join()).isEmpty();
    }

    @Test
    void no_revision_is_used_again_after_nothing_is_left() {
        Revision first = put("gone", Revision.ABSENT);
        Revision last = put("gone", put("gone", first));
        remove("gone", last);
        put("kept", Revision.ABSENT);
        clear(Instant.now().plus(Duration.ofHours(1)));

        Revision again = put("gone", Revision.ABSENT);

        assertThat(again.value()).isGreaterThan(last.value());
        assertThat(change(new StateChange.Remove(name("gone"), first))).isEqualTo(new StateResult.Conflict(again));
        assertThat(states.get(name("kept")).toCompletableFuture().join()).isPresent();
    }

    @Test
    void a_document_that_was_made_again_stays() {
        remove("back", put("back", Revision.ABSENT));
        Revision again = put("back", Revision.ABSENT);

        clear(Instant.now().plus(Duration.ofHours(1)));

        assertThat(states.get(name("back")).toCompletableFuture().join())
                .hasValueSatisfying(document -> assertThat(document.revision()).isEqualTo(again));
    }

    @Test
    void more_than_fit_into_one_command_go_as_well() {
        List<StateChange> puts = IntStream.range(0, 1_100)
                .<StateChange>mapToObj(
                        i -> new StateChange.Put(name("document " + i), Revision.ABSENT, Bytes.utf8("content")))
                .toList();
        List<StateResult> made = states.change(puts).toCompletableFuture().join();
        states.change(IntStream.range(0, puts.size())
                        .<StateChange>mapToObj(i -> new StateChange.Remove(
                                puts.get(i).name(), ((StateResult.Changed) made.get(i)).revision()))
                        .toList())
                .toCompletableFuture()
                .join();

        clear(Instant.now().plus(Duration.ofHours(1)));

        assertThat(database.documents("state")).hasSize(1);
    }

    private void clear(Instant before) {
        removed.prepare()
                .thenCompose(done -> removed.clear(before))
                .toCompletableFuture()
                .join();
    }

    private Revision put(String name, Revision expected) {
        StateResult result = change(new StateChange.Put(name(name), expected, Bytes.utf8("content")));
        assertThat(result).isInstanceOf(StateResult.Changed.class);
        return ((StateResult.Changed) result).revision();
    }

    private void remove(String name, Revision expected) {
        assertThat(change(new StateChange.Remove(name(name), expected)))
                .isEqualTo(new StateResult.Changed(Revision.ABSENT));
    }

    private StateResult change(StateChange change) {
        return states.change(List.of(change)).toCompletableFuture().join().get(0);
    }

    private static StateName name(String name) {
        return new StateName(TENANT, "collection", name);
    }
}
