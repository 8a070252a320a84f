package io.pushmi.runtime.engines.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.CopyChange;
import io.pushmi.runtime.storage.CopyCollection;
import io.pushmi.runtime.storage.CopyEdition;
import io.pushmi.runtime.storage.CopyValue;
import io.pushmi.runtime.storage.MongoServers;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MongoReadModelsSpec {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final CopyCollection DISHES = new CopyCollection(TenantId.DEVELOPMENT, "dishes");
    private static final CopyEdition FIRST = new CopyEdition("this store", 1);
    private static final CopyEdition SECOND = new CopyEdition("this store", 2);
    private static final CopyEdition ELSEWHERE = new CopyEdition("another store", 1);
    private static final UUID GUID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    private final String database = MongoServers.freshDatabase();
    private final MongoReadModels readModels = at(MongoServers.connectionString() + "/" + database);
    private final MongoClient reader = MongoClients.create(MongoServers.connectionString());

    private static MongoReadModels at(String address) {
        return MongoReadModels.at(Map.of(TenantId.DEVELOPMENT, address));
    }

    @AfterEach
    void close() {
        readModels.close();
        Mono.from(reader.getDatabase(database).drop()).block(PATIENCE);
        reader.close();
    }

    private MongoCollection<BsonDocument> collection() {
        return reader.getDatabase(database).getCollection("dishes", BsonDocument.class);
    }

    private List<BsonDocument> documents() {
        return Objects.requireNonNull(
                Flux.from(collection().find().batchSize(100)).collectList().block(PATIENCE));
    }

    private BsonDocument only() {
        assertThat(documents()).hasSize(1);
        return documents().get(0);
    }

    private void begin(CopyEdition edition) {
        Answers.of(readModels.begin(DISHES, edition));
    }

    private List<String> change(CopyEdition edition, CopyChange... changes) {
        return Answers.of(readModels.change(DISHES, edition, List.of(changes)));
    }

    private static CopyChange put(String key, long through, int value) {
        return put(key, through, Map.of("x", new CopyValue.Int32(value)));
    }

    private static CopyChange put(String key, long through, Map<String, CopyValue> fields) {
        return new CopyChange.Put(key, through, new CopyValue.Fields(fields));
    }

    private static CopyChange identified(String key, long through, String id) {
        return put(key, through, Map.of("_id", new CopyValue.Text(id)));
    }

    private static CopyChange remove(String key, long through) {
        return new CopyChange.Remove(key, through);
    }

    private int value() {
        return only().getInt32("x").getValue();
    }

    private BsonValue stored(CopyValue value) {
        begin(FIRST);
        assertThat(change(FIRST, put("taco", 1, Map.of("x", value)))).isEmpty();
        return Objects.requireNonNull(only().get("x"));
    }

    @Nested
    class when_a_value_is_stored {
        @Test
        void is_of_the_type_that_readers_expect() {
            assertThat(stored(CopyValue.NULL)).isEqualTo(BsonNull.VALUE);
            assertThat(stored(new CopyValue.Bool(true))).isEqualTo(BsonBoolean.TRUE);
            assertThat(stored(new CopyValue.Int32(-7))).isEqualTo(new BsonInt32(-7));
            assertThat(stored(new CopyValue.Int64(7))).isEqualTo(new BsonInt64(7));
            assertThat(stored(new CopyValue.Real(0.5))).isEqualTo(new BsonDouble(0.5));
            assertThat(stored(new CopyValue.Text("\u00e6"))).isEqualTo(new BsonString("\u00e6"));
            assertThat(stored(new CopyValue.Date(-1))).isEqualTo(new BsonDateTime(-1));
            assertThat(stored(new CopyValue.Items(List.of(new CopyValue.Int32(1)))))
                    .isEqualTo(new BsonArray(List.of(new BsonInt32(1))));
            assertThat(stored(new CopyValue.Fields(Map.of("y", CopyValue.NULL))))
                    .isEqualTo(new BsonDocument("y", BsonNull.VALUE));
        }

        @Test
        void is_a_decimal_where_nothing_else_keeps_it() {
            CopyValue decimal = new CopyValue.Decimal(new BigDecimal("12345678901234567890.12"));

            assertThat(CopyBson.document(new CopyValue.Fields(Map.of("x", decimal))))
                    .isEqualTo(new BsonDocument("x", new BsonDecimal128(Decimal128.parse("12345678901234567890.12"))));
        }

        @Test
        void is_a_Guid_with_the_bytes_in_the_order_that_was_asked_for() {
            assertThat(bytes(stored(new CopyValue.Guid(GUID, CopyValue.Guid.Layout.STANDARD)), 4))
                    .isEqualTo("00112233445566778899aabbccddeeff");

            CopyValue legacy = new CopyValue.Guid(GUID, CopyValue.Guid.Layout.CSHARP_LEGACY);
            BsonValue written =
                    CopyBson.document(new CopyValue.Fields(Map.of("x", legacy))).get("x");
            assertThat(bytes(Objects.requireNonNull(written), 3)).isEqualTo("33221100554477668899aabbccddeeff");
        }

        private static String bytes(BsonValue value, int type) {
            BsonBinary binary = value.asBinary();
            assertThat(binary.getType()).isEqualTo((byte) type);
            return java.util.HexFormat.of().formatHex(binary.getData());
        }
    }

    @Nested
    class when_a_document_is_put {
        @Test
        void has_its_key_by_the_name_that_readers_know_and_as_its_identity() {
            begin(FIRST);

            assertThat(change(FIRST, put("taco", 17, 1))).isEmpty();

            assertThat(only().getString("_id").getValue()).isEqualTo("taco");
            assertThat(only().getString("_dolittle_projection_key").getValue()).isEqualTo("taco");
            assertThat(only().getDocument("_pushmi"))
                    .isEqualTo(new BsonDocument("maker", new BsonString("this store"))
                            .append("edition", new BsonInt64(1))
                            .append("through", new BsonInt64(17)));
        }

        @Test
        void has_the_identity_that_it_brings() {
            begin(FIRST);

            assertThat(change(FIRST, identified("taco", 1, "own"))).isEmpty();
            assertThat(only().getString("_id").getValue()).isEqualTo("own");

            assertThat(change(FIRST, identified("taco", 2, "other"))).isEmpty();
            assertThat(only().getString("_id").getValue()).isEqualTo("other");
        }

        @Test
        void does_nothing_the_second_time() {
            begin(FIRST);
            change(FIRST, put("taco", 1, 1), put("pizza", 2, 2));
            List<BsonDocument> before = documents();

            assertThat(change(FIRST, put("taco", 1, 1), put("pizza", 2, 2))).isEmpty();

            assertThat(documents()).containsExactlyInAnyOrderElementsOf(before);
        }

        @Test
        void takes_the_place_of_an_older_one_and_never_of_a_newer_one() {
            begin(FIRST);
            change(FIRST, put("taco", 5, 5));
            change(FIRST, put("taco", 7, 7));
            assertThat(value()).isEqualTo(7);

            assertThat(change(FIRST, put("taco", 6, 6), put("pizza", 1, 1), remove("soup", 1)))
                    .isEmpty();

            assertThat(documents()).hasSize(2);
            assertThat(change(FIRST, remove("pizza", 1), remove("taco", 6))).isEmpty();
            assertThat(value()).isEqualTo(7);
        }

        @Test
        void takes_the_place_of_what_another_store_made() {
            begin(ELSEWHERE);
            change(ELSEWHERE, put("taco", 7, 7));

            change(FIRST, put("taco", 1, 1));

            assertThat(value()).isEqualTo(1);
        }

        @Test
        void says_which_one_cannot_be_there_beside_another() {
            begin(FIRST);
            change(FIRST, identified("taco", 1, "same"));

            assertThat(change(FIRST, identified("pizza", 2, "same"), put("soup", 3, 3)))
                    .singleElement()
                    .asString()
                    .contains("key pizza", "another document has its _id");
            assertThat(documents()).hasSize(2);
        }

        @Test
        void may_have_the_identity_of_one_that_is_removed_with_it() {
            begin(FIRST);
            change(FIRST, identified("taco", 1, "same"));

            assertThat(change(FIRST, identified("pizza", 2, "same"), remove("taco", 3)))
                    .isEmpty();

            assertThat(only().getString("_dolittle_projection_key").getValue()).isEqualTo("pizza");
        }
    }

    @Nested
    class when_an_edition_is_begun {
        @Test
        void has_nothing_of_former_ones_and_of_others() {
            begin(FIRST);
            change(FIRST, put("taco", 1, 1));
            change(ELSEWHERE, put("pizza", 1, 1));
            Mono.from(collection().insertOne(new BsonDocument("by", new BsonString("hand"))))
                    .block(PATIENCE);

            begin(SECOND);

            assertThat(documents()).isEmpty();
        }

        @Test
        void keeps_what_is_there_of_it_already() {
            begin(SECOND);
            change(SECOND, put("taco", 1, 2));

            begin(SECOND);
            begin(FIRST);

            assertThat(value()).isEqualTo(2);
        }

        @Test
        void whoever_comes_late_with_a_former_one_takes_no_place() {
            begin(FIRST);
            begin(SECOND);
            change(SECOND, put("taco", 1, 2));

            assertThat(change(FIRST, put("taco", 9, 1))).isEmpty();
            assertThat(change(FIRST, remove("taco", 9))).isEmpty();

            assertThat(value()).isEqualTo(2);
        }
    }

    @Nested
    class when_the_database_cannot_be_reached {
        @Test
        void says_so_without_credentials() {
            try (MongoReadModels nowhere = at("mongodb://chef:pepper@127.0.0.1:1/x?serverSelectionTimeoutMS=200")) {
                assertThat(Answers.failureOf(nowhere.begin(DISHES, FIRST)))
                        .isInstanceOf(StorageUnavailable.class)
                        .hasMessageContaining("collection dishes of tenant " + TenantId.DEVELOPMENT)
                        .hasMessageContaining("no server could be reached in time")
                        .hasMessageNotContainingAny("chef", "pepper")
                        .hasNoCause();
            }
        }

        @Test
        void says_so_of_an_address_that_is_none() {
            try (MongoReadModels wrong = at("mongodb://chef:pep/per@127.0.0.1/x")) {
                assertThat(Answers.failureOf(wrong.change(DISHES, FIRST, List.of(put("taco", 1, 1)))))
                        .isInstanceOf(StorageUnavailable.class)
                        .hasMessageNotContainingAny("chef", "per@");
            }
        }

        @Test
        void nothing_is_reached_after_the_end() {
            readModels.close();

            assertThat(Answers.failureOf(readModels.begin(DISHES, FIRST))).isInstanceOf(StorageUnavailable.class);
        }
    }

    @Test
    void knows_which_tenants_have_one() {
        assertThat(readModels.has(TenantId.DEVELOPMENT)).isTrue();
        assertThat(readModels.has(new TenantId(GUID))).isFalse();
    }
}
