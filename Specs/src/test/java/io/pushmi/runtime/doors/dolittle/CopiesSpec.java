package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.pushmi.contracts.runtime.events.EventStoreGrpc;
import io.pushmi.contracts.runtime.events.processing.ProjectionClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.ProjectionCopies;
import io.pushmi.contracts.runtime.events.processing.ProjectionCopyToMongoDB;
import io.pushmi.contracts.runtime.events.processing.ProjectionCopyToMongoDB.BSONType;
import io.pushmi.contracts.runtime.events.processing.ProjectionCopyToMongoDB.PropertyConversion;
import io.pushmi.contracts.runtime.events.processing.ProjectionRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionReplaceResponse;
import io.pushmi.contracts.runtime.events.processing.ProjectionResponse;
import io.pushmi.contracts.runtime.events.processing.ProjectionRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.ProjectionsGrpc;
import io.pushmi.contracts.runtime.events.processing.management.ReplayProjectionRequest;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import io.pushmi.runtime.configuration.EndpointName;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.server.PushmiRuntime;
import io.pushmi.runtime.storage.MongoServers;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** From a projection that registers with a started Runtime to what a reader finds in the tenant's MongoDB database. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CopiesSpec {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final UUID GUID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final String STATE =
            "{\"Id\":\"" + GUID + "\",\"At\":\"1970-01-01T00:00:01Z\",\"Moves\":[{\"n\":1}]}";

    @TempDir
    Path folder;

    private final String database = MongoServers.freshDatabase();
    private final MongoClient reader = MongoClients.create(MongoServers.connectionString());
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        Mono.from(reader.getDatabase(database).drop()).block(PATIENCE);
        reader.close();
    }

    private PushmiRuntime start(boolean withDatabase) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "DOLITTLE__RUNTIME__STORAGE__PATH", folder.resolve("data").toString(),
                "DOLITTLE__RUNTIME__STORAGE__MEMORY", "16MiB",
                "DOLITTLE__RUNTIME__PROCESSING__SAVEAFTER", "50ms"));
        for (String endpoint : List.of("PRIVATE", "PRIVATEV5", "MANAGEMENT")) {
            environment.put("DOLITTLE__RUNTIME__ENDPOINTS__" + endpoint + "__HOST", "127.0.0.1");
            environment.put("DOLITTLE__RUNTIME__ENDPOINTS__" + endpoint + "__PORT", "0");
        }
        String readModels = "DOLITTLE__RUNTIME__TENANTS__" + TenantId.DEVELOPMENT + "__RESOURCES__READMODELS__";
        if (withDatabase) {
            environment.put(readModels + "CONNECTIONSTRING", MongoServers.connectionString());
            environment.put(readModels + "DATABASE", database);
        }
        PushmiRuntime runtime =
                PushmiRuntime.start(RuntimeConfiguration.load(folder.resolve(".dolittle"), environment));
        open.add(runtime);
        return runtime;
    }

    private ManagedChannel connect(PushmiRuntime runtime, EndpointName endpoint) {
        int port = runtime.endpoints().stream()
                .filter(bound -> bound.name() == endpoint)
                .findFirst()
                .orElseThrow()
                .port();
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        open.add(channel::shutdownNow);
        return channel;
    }

    /** A projection of which every event makes the same read model. */
    private StreamClient<ProjectionClientToRuntimeMessage, ProjectionRuntimeToClientMessage> register(
            ManagedChannel channel, ProjectionRegistrationRequest.Builder registration) {
        StreamClient<ProjectionClientToRuntimeMessage, ProjectionRuntimeToClientMessage> client =
                StreamClient.open(channel, ProjectionsGrpc.getConnectMethod(), (own, message) -> {
                    if (message.hasHandleRequest()) {
                        own.send(ProjectionClientToRuntimeMessage.newBuilder()
                                .setHandleResult(ProjectionResponse.newBuilder()
                                        .setCallContext(ReverseCallResponseContext.newBuilder()
                                                .setCallId(message.getHandleRequest()
                                                        .getCallContext()
                                                        .getCallId()))
                                        .setReplace(ProjectionReplaceResponse.newBuilder()
                                                .setState(STATE)))
                                .build());
                    }
                });
        open.add(client);
        client.send(ProjectionClientToRuntimeMessage.newBuilder()
                .setRegistrationRequest(registration)
                .build());
        return client;
    }

    private static ProjectionRegistrationRequest.Builder copied() {
        return Registrations.projection()
                .setCopies(ProjectionCopies.newBuilder()
                        .setMongoDB(ProjectionCopyToMongoDB.newBuilder()
                                .setCollection("moves")
                                .addConversions(conversion("Id", BSONType.GUIDAsStandardBinary, "_id"))
                                .addConversions(conversion("At", BSONType.DateAsDate, null))
                                .addConversions(conversion("Moves", BSONType.None, null)
                                        .addChildren(conversion("n", BSONType.None, "number")))));
    }

    private static PropertyConversion.Builder conversion(String property, BSONType to, @Nullable String name) {
        PropertyConversion.Builder conversion =
                PropertyConversion.newBuilder().setPropertyName(property).setConvertTo(to);
        return name == null ? conversion : conversion.setRenameTo(StringValue.of(name));
    }

    private static void commit(ManagedChannel channel) {
        var response = EventStoreGrpc.newBlockingStub(channel)
                .commit(Requests.commit(Requests.event().setContent("{\"customer\":\"ann\"}")));
        assertThat(response.hasFailure()).isFalse();
    }

    private List<BsonDocument> copies() {
        return Objects.requireNonNull(Flux.from(reader.getDatabase(database)
                        .getCollection("moves", BsonDocument.class)
                        .find()
                        .batchSize(100))
                .collectList()
                .block(PATIENCE));
    }

    private static void isCopy(BsonDocument copy) {
        assertThat(copy.get("_id")).isEqualTo(new BsonBinary(GUID, UuidRepresentation.STANDARD));
        assertThat(copy.get("At")).isEqualTo(new BsonDateTime(1000));
        assertThat(copy.getArray("Moves")).containsExactly(new BsonDocument("number", new BsonInt32(1)));
        assertThat(copy.get("_dolittle_projection_key")).isEqualTo(new BsonString("ann"));
    }

    @Test
    void a_reader_finds_what_the_projection_asked_for_again_after_a_replay() {
        PushmiRuntime runtime = start(true);
        ManagedChannel channel = connect(runtime, EndpointName.PRIVATE);
        commit(channel);
        register(channel, copied());
        await().atMost(PATIENCE).until(() -> copies().size() == 1);
        isCopy(copies().get(0));

        Mono.from(reader.getDatabase(database)
                        .getCollection("moves", BsonDocument.class)
                        .insertOne(new BsonDocument("by", new BsonString("hand"))))
                .block(PATIENCE);
        var replayed = io.pushmi.contracts.runtime.events.processing.management.ProjectionsGrpc.newBlockingStub(
                        connect(runtime, EndpointName.MANAGEMENT))
                .replay(ReplayProjectionRequest.newBuilder()
                        .setScopeId(Guids.ZERO)
                        .setProjectionId(Requests.uuid(Registrations.ID))
                        .setTenantId(Requests.uuid(TenantId.DEVELOPMENT.value()))
                        .build());

        assertThat(replayed.hasFailure()).isFalse();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(copies())
                        .singleElement()
                        .satisfies(CopiesSpec::isCopy)
                        .extracting(copy ->
                                copy.getDocument("_pushmi").getInt64("edition").getValue())
                        .isEqualTo(2L));
    }

    @Test
    void a_projection_whose_tenant_has_no_such_database_is_told_the_setting() {
        var client = register(connect(start(false), EndpointName.PRIVATE), copied());

        assertThat(client.end().isOk()).isTrue();
        Answered.failure(
                client.received().get(0).getRegistrationResponse().getFailure(),
                FailureType.FAILED_TO_REGISTER_PROJECTION,
                "tenants." + TenantId.DEVELOPMENT + ".resources.readModels");
    }

    @Test
    void a_projection_that_asks_for_an_unknown_conversion_is_told_which() {
        var registration = copied();
        registration
                .getCopiesBuilder()
                .getMongoDBBuilder()
                .getConversionsBuilder(1)
                .setConvertToValue(7);

        var client = register(connect(start(true), EndpointName.PRIVATE), registration);

        assertThat(client.end().isOk()).isTrue();
        Answered.failure(
                client.received().get(0).getRegistrationResponse().getFailure(),
                FailureType.FAILED_TO_REGISTER_PROJECTION,
                "copies.mongoDB.conversions[1].convertTo",
                "found 7");
    }
}
