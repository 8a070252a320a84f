package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.collect.ImmutableList;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.projections.GetAllRequest;
import io.pushmi.contracts.runtime.projections.GetAllResponse;
import io.pushmi.contracts.runtime.projections.GetOneRequest;
import io.pushmi.contracts.runtime.projections.GetOneResponse;
import io.pushmi.contracts.runtime.projections.ProjectionCurrentState;
import io.pushmi.contracts.runtime.projections.ProjectionCurrentStateType;
import io.pushmi.contracts.runtime.projections.ProjectionsGrpc;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.execution.ExecutionContextPolicy;
import io.pushmi.runtime.processing.Outcome;
import io.pushmi.runtime.processing.RegistrationResult;
import io.pushmi.runtime.processing.projections.EventSelector;
import io.pushmi.runtime.processing.projections.KeySelector;
import io.pushmi.runtime.processing.projections.MadeProjections;
import io.pushmi.runtime.processing.projections.ProjectionDefinition;
import io.pushmi.runtime.processing.projections.ProjectionId;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProjectionsStoreSpec {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final UUID PROJECTION = UUID.fromString("6e3f2a1b-0c9d-4e8f-a7b6-c5d4e3f2a1b0");
    private static final String INITIAL = "{ \"made\": [] }";

    private final MadeProjections made = new MadeProjections();
    private @Nullable Server server;
    private @Nullable ManagedChannel channel;

    @BeforeEach
    void open() throws IOException {
        Tenants tenants = new Tenants(List.of(TenantId.DEVELOPMENT));
        CallerCheck callers = new CallerCheck(new ExecutionContextPolicy(tenants, Optional.empty(), Optional.empty()));
        String name = UUID.randomUUID().toString();
        server = InProcessServerBuilder.forName(name)
                .addService(new ProjectionsStoreService(made.projections(), callers))
                .build()
                .start();
        channel = InProcessChannelBuilder.forName(name)
                .maxInboundMessageSize(64 * MEBIBYTE)
                .build();
    }

    @AfterEach
    void close() {
        channel().shutdownNow();
        if (server != null) {
            server.shutdownNow();
        }
        made.close();
    }

    private ManagedChannel channel() {
        if (channel == null) {
            throw new AssertionError("not open");
        }
        return channel;
    }

    private ProjectionsGrpc.ProjectionsBlockingStub client() {
        return ProjectionsGrpc.newBlockingStub(channel());
    }

    private void register() {
        ProjectionDefinition definition = new ProjectionDefinition(
                new ProjectionId(ScopeId.DEFAULT, PROJECTION),
                null,
                List.of(new EventSelector(new EventTypeId("CustomerMoved"), new KeySelector.EventSource())),
                INITIAL,
                null);
        assertThat(made.register(definition)).isInstanceOf(RegistrationResult.Registered.class);
    }

    private void make(String key, String state) {
        assertThat(made.make(key, state)).isEqualTo(Outcome.SUCCEEDED);
    }

    private void makeLarge(int count, int bytes) {
        for (int i = 0; i < count; i++) {
            make("key-" + (char) ('a' + i), "{\"x\":\"" + "x".repeat(bytes) + "\"}");
        }
    }

    private static GetOneRequest one(String key) {
        return GetOneRequest.newBuilder()
                .setCallContext(Requests.call())
                .setScopeId(Guids.ZERO)
                .setProjectionId(Requests.uuid(PROJECTION))
                .setKey(key)
                .build();
    }

    private static GetAllRequest all() {
        return GetAllRequest.newBuilder()
                .setCallContext(Requests.call())
                .setScopeId(Guids.ZERO)
                .setProjectionId(Requests.uuid(PROJECTION))
                .build();
    }

    private List<GetAllResponse> batches(GetAllRequest request) {
        return ImmutableList.copyOf(client().getAllInBatches(request));
    }

    private static ProjectionCurrentState state(ProjectionCurrentStateType type, String key, String json) {
        return ProjectionCurrentState.newBuilder()
                .setType(type)
                .setKey(key)
                .setState(json)
                .build();
    }

    @Nested
    class when_there_are_read_models {
        @BeforeEach
        void two() {
            register();
            make("b", "{\"n\":1.0}");
            make("a", "{\"n\":2}");
        }

        private final ProjectionCurrentState a = state(ProjectionCurrentStateType.PERSISTED, "a", "{\"n\":2}");
        private final ProjectionCurrentState b = state(ProjectionCurrentStateType.PERSISTED, "b", "{\"n\":1.0}");

        @Test
        void answers_with_one_of_them() {
            assertThat(client().getOne(one("b")))
                    .isEqualTo(GetOneResponse.newBuilder().setState(b).build());
        }

        @Test
        void answers_with_the_initial_state_for_a_key_that_no_event_has_reached() {
            assertThat(client().getOne(one("c")).getState())
                    .isEqualTo(state(ProjectionCurrentStateType.CREATED_FROM_INITIAL_STATE, "c", INITIAL));
        }

        @Test
        void answers_with_all_of_them_in_the_order_of_their_keys() {
            GetAllResponse expected =
                    GetAllResponse.newBuilder().addStates(a).addStates(b).build();

            assertThat(client().getAll(all())).isEqualTo(expected);
            assertThat(batches(all())).containsExactly(expected);
        }
    }

    @Nested
    class when_there_are_none {
        @Test
        void answers_with_one_message_without_states() {
            register();

            assertThat(client().getAll(all())).isEqualTo(GetAllResponse.getDefaultInstance());
            assertThat(batches(all())).containsExactly(GetAllResponse.getDefaultInstance());
        }
    }

    @Nested
    class when_the_read_models_are_large {
        private List<Integer> sizes() {
            List<GetAllResponse> batches = batches(all());
            assertThat(batches).noneMatch(GetAllResponse::hasFailure);
            assertThat(batches.stream().flatMap(batch -> batch.getStatesList().stream()))
                    .extracting(ProjectionCurrentState::getKey)
                    .isSorted();
            return batches.stream().map(GetAllResponse::getStatesCount).toList();
        }

        @Test
        void puts_as_many_into_a_batch_as_fit() {
            register();
            makeLarge(7, 600 * 1024);

            assertThat(sizes()).containsExactly(3, 3, 1);
        }

        @Test
        void lets_one_that_is_larger_than_a_batch_travel_alone() {
            register();
            makeLarge(2, 3 * MEBIBYTE);

            assertThat(sizes()).containsExactly(1, 1);
        }

        @Test
        void refuses_one_response_that_would_be_too_large_and_says_what_to_call() {
            register();
            makeLarge(11, 3 * MEBIBYTE);

            GetAllResponse answer = client().getAll(all());

            Answered.failure(answer.getFailure(), FailureType.OTHER, "33554432", "GetAllInBatches");
            assertThat(answer.getStatesList()).isEmpty();
            assertThat(sizes()).hasSize(11);
        }

        @Test
        void sends_a_slow_caller_no_more_than_it_takes() {
            register();
            makeLarge(8, 3 * MEBIBYTE);
            SlowCaller caller = new SlowCaller();
            ProjectionsGrpc.newStub(channel()).getAllInBatches(all(), caller);

            for (int taken = 1; taken <= 8; taken++) {
                int exactly = taken;
                caller.take();
                await().until(() -> caller.received.size() == exactly);
            }
            caller.take();
            await().until(() -> caller.completed);
        }
    }

    private static final class SlowCaller implements ClientResponseObserver<GetAllRequest, GetAllResponse> {
        private final List<GetAllResponse> received = new CopyOnWriteArrayList<>();
        private volatile boolean completed;
        private @Nullable ClientCallStreamObserver<GetAllRequest> call;

        void take() {
            if (call != null) {
                call.request(1);
            }
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<GetAllRequest> starting) {
            call = starting;
            starting.disableAutoRequestWithInitial(0);
        }

        @Override
        public void onNext(GetAllResponse response) {
            received.add(response);
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError("the call failed", failure);
        }

        @Override
        public void onCompleted() {
            completed = true;
        }
    }

    @Nested
    class when_the_projection_is_not_known {
        @Test
        void answers_with_a_failure_that_names_it() {
            Answered.failure(
                    client().getOne(one("a")).getFailure(),
                    FailureType.OTHER,
                    PROJECTION.toString(),
                    TenantId.DEVELOPMENT.toString());
            Answered.failure(client().getAll(all()).getFailure(), FailureType.OTHER, PROJECTION.toString());
            assertThat(batches(all())).hasSize(1);
            Answered.failure(batches(all()).get(0).getFailure(), FailureType.OTHER, PROJECTION.toString());
        }
    }

    @Nested
    class when_the_store_is_closed {
        @Test
        void answers_with_a_failure() {
            made.closeStore();

            for (GetAllResponse answer :
                    List.of(client().getAll(all()), batches(all()).get(0))) {
                Answered.failure(answer.getFailure(), FailureType.EVENT_STORE_UNAVAILABLE);
            }
            Answered.failure(client().getOne(one("a")).getFailure(), FailureType.EVENT_STORE_UNAVAILABLE);
        }
    }

    @Nested
    class when_the_tenant_is_not_served {
        @Test
        void answers_with_a_failure() {
            GetOneRequest foreign = one("a").toBuilder()
                    .setCallContext(Requests.callFor(Requests.OTHER_TENANT))
                    .build();

            Answered.failure(
                    client().getOne(foreign).getFailure(), FailureType.UNKNOWN, Requests.OTHER_TENANT.toString());
        }
    }

    @Nested
    class when_a_field_is_missing_or_malformed {
        @Test
        void is_refused_by_its_name() {
            Answered.invalidArgument(
                    () -> client().getOne(one("a").toBuilder().clearScopeId().build()),
                    "scopeId: expected a Uuid, found nothing");
            Answered.invalidArgument(
                    () -> client().getOne(one("a").toBuilder()
                            .setProjectionId(Requests.bytes(15))
                            .build()),
                    "projectionId: expected 16 bytes, found 15");
            Answered.invalidArgument(
                    () -> client().getAll(all().toBuilder()
                            .setProjectionId(Uuid.getDefaultInstance())
                            .build()),
                    "projectionId: expected 16 bytes, found 0");
            Answered.invalidArgument(
                    () -> batches(all().toBuilder().clearProjectionId().build()),
                    "projectionId: expected a Uuid, found nothing");
        }
    }
}
