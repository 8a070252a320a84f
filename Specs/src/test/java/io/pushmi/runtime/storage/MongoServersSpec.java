package io.pushmi.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.Document;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MongoServersSpec {
    @Test
    void the_server_answers() {
        try (MongoClient client = MongoClients.create(new ConnectionString(MongoServers.connectionString()))) {
            Document answer = Mono.from(client.getDatabase(MongoServers.freshDatabase())
                            .runCommand(new BsonDocument("ping", new BsonInt32(1))))
                    .block();

            assertThat(Objects.requireNonNull(answer).get("ok", Number.class).intValue())
                    .isEqualTo(1);
        }
    }

    @Test
    void it_is_the_one_that_was_named() {
        String named = System.getenv("PUSHMI_SPECS_MONGODB");
        String kind = MongoServers.kind()
                .toString()
                .toLowerCase(java.util.Locale.ROOT)
                .replace('_', '-');

        assertThat(named == null || named.startsWith("mongodb") || named.equals(kind))
                .as("%s was named, and %s it is", named, kind)
                .isTrue();
    }

    @Test
    void nobody_gets_the_database_of_another() {
        assertThat(MongoServers.freshDatabase()).isNotEqualTo(MongoServers.freshDatabase());
    }
}
