package io.pushmi.runtime.doors.pushmi;

import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.pushmi.contracts.events.v1.AggregateReference;
import io.pushmi.contracts.events.v1.EventFilter;
import io.pushmi.contracts.events.v1.FindPositionRequest;
import io.pushmi.contracts.events.v1.FollowRequest;
import io.pushmi.contracts.events.v1.GetRequest;
import io.pushmi.contracts.events.v1.HeadRequest;
import io.pushmi.contracts.events.v1.LogReference;
import io.pushmi.contracts.events.v1.ReadRequest;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OddReadsSpec {
    private static final String ID = "3c1f0b7e-5d2a-4e63-9a84-7b6c5d4e3f21";

    private boolean isDamaged;
    private final OpenDoor door = new OpenDoor(Damaged::new);

    @AfterEach
    void close() {
        door.close();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void what_the_contract_does_not_allow_is_refused_with_the_name_of_the_field(ReadRequest request, String field) {
        assertRefused(() -> door.stub().read(request).hasNext(), Status.Code.INVALID_ARGUMENT, field + ": ");
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of(ReadRequest.getDefaultInstance(), "log"),
                Arguments.of(of(LogReference.getDefaultInstance()), "log.tenant"),
                Arguments.of(of(reference().setTenant("1-1-1-1-1").build()), "log.tenant"),
                Arguments.of(of(reference().setScope("everything").build()), "log.scope"),
                Arguments.of(of(reference().setStream("mine").build()), "log.stream"),
                Arguments.of(of(reference().setPublicStream("ours").build()), "log.public_stream"),
                Arguments.of(of(reference().setStream(ID).setPublicStream(ID).build()), "log.public_stream"),
                Arguments.of(of(reference().setScope(ID).setPublicStream(ID).build()), "log.scope"),
                Arguments.of(read().setFrom(-1).build(), "from"),
                Arguments.of(read().setTo(Long.MIN_VALUE).build(), "to"),
                Arguments.of(read().setFrom(2).setTo(1).build(), "to"),
                Arguments.of(read().setDirectionValue(9).build(), "direction"),
                Arguments.of(read().setMaxEvents(-1).build(), "max_events"),
                Arguments.of(read().setMaxBytes(-1).build(), "max_bytes"),
                Arguments.of(with(filter().addEventTypes("a").addEventTypes("")), "filter.event_types[1]"),
                Arguments.of(
                        with(filter().addAggregates(AggregateReference.getDefaultInstance())),
                        "filter.aggregates[0].root"),
                Arguments.of(with(filter().addCorrelations("x".repeat(9999))), "filter.correlations[0]"),
                Arguments.of(with(filter().addAllPartitions(Collections.nCopies(1001, "p"))), "filter"));
    }

    @Test
    void the_other_methods_refuse_the_same() {
        assertRefused(
                () -> door.stub().follow(FollowRequest.getDefaultInstance()).hasNext(),
                Status.Code.INVALID_ARGUMENT,
                "log: ");
        assertRefused(
                () -> door.stub()
                        .follow(FollowRequest.newBuilder()
                                .setLog(OpenDoor.LOG)
                                .setFrom(-1)
                                .build())
                        .hasNext(),
                Status.Code.INVALID_ARGUMENT,
                "from: ");
        assertRefused(
                () -> door.stub()
                        .get(GetRequest.newBuilder()
                                .setLog(OpenDoor.LOG)
                                .setNumber(-1)
                                .build()),
                Status.Code.INVALID_ARGUMENT,
                "number: ");
        assertRefused(() -> door.stub().head(HeadRequest.getDefaultInstance()), Status.Code.INVALID_ARGUMENT, "log: ");
        assertRefused(() -> find(FindPositionRequest.newBuilder()), Status.Code.INVALID_ARGUMENT, "instant: ");
        assertRefused(
                () -> find(FindPositionRequest.newBuilder()
                        .setInstant(Timestamp.newBuilder().setNanos(-1))),
                Status.Code.INVALID_ARGUMENT,
                "instant.nanos: ");
        assertRefused(
                () -> find(FindPositionRequest.newBuilder()
                        .setInstant(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))),
                Status.Code.INVALID_ARGUMENT,
                "instant.seconds: ");
    }

    @Test
    void the_largest_number_is_beyond_every_log_and_nothing_worse() {
        door.append(Commits.fromTheStart().next(event()));
        assertRefused(
                () -> door.stub()
                        .get(GetRequest.newBuilder()
                                .setLog(OpenDoor.LOG)
                                .setNumber(Long.MAX_VALUE)
                                .build()),
                Status.Code.NOT_FOUND,
                String.valueOf(Long.MAX_VALUE));
        Context.CancellableContext until = Context.current().withCancellation();
        until.run(() -> door.stub()
                .follow(FollowRequest.newBuilder()
                        .setLog(OpenDoor.LOG)
                        .setFrom(Long.MAX_VALUE)
                        .build()));
        await().until(() -> door.waitingFollowers() == 1);
        door.commit(request(event()).build());
        assertThat(door.waitingFollowers()).isEqualTo(1);
        until.cancel(null);
        await().until(() -> door.waitingFollowers() == 0);
    }

    @Test
    void a_tenant_that_is_not_configured_is_another_matter_than_a_malformed_one() {
        LogReference other = LogReference.newBuilder()
                .setTenant(UUID.randomUUID().toString())
                .build();
        assertRefused(
                () -> door.stub().head(HeadRequest.newBuilder().setLog(other).build()),
                Status.Code.FAILED_PRECONDITION,
                TenantId.DEVELOPMENT.toString());
        assertRefused(
                () -> door.stub().read(of(other)).hasNext(),
                Status.Code.FAILED_PRECONDITION,
                TenantId.DEVELOPMENT.toString());
    }

    @Test
    void a_store_that_cannot_answer_is_unavailable() {
        door.crashStore();
        assertRefused(() -> door.stub().read(read().build()).hasNext(), Status.Code.UNAVAILABLE, "closed");
        assertRefused(
                () -> door.stub()
                        .head(HeadRequest.newBuilder().setLog(OpenDoor.LOG).build()),
                Status.Code.UNAVAILABLE,
                "closed");
    }

    @Test
    void a_store_that_is_damaged_says_where_after_what_it_could_read() {
        door.append(Commits.fromTheStart().next(event()));
        isDamaged = true;
        assertRefused(() -> door.stub().read(read().build()).hasNext(), Status.Code.DATA_LOSS, "the third drawer");
        assertRefused(
                () -> door.stub()
                        .follow(FollowRequest.newBuilder()
                                .setLog(OpenDoor.LOG)
                                .setFrom(0)
                                .build())
                        .hasNext(),
                Status.Code.DATA_LOSS,
                "the third drawer");
    }

    private void find(FindPositionRequest.Builder request) {
        door.stub().findPosition(request.setLog(OpenDoor.LOG).build());
    }

    private static void assertRefused(ThrowingCallable call, Status.Code code, String text) {
        StatusRuntimeException refusal = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(refusal).as("refusal").isNotNull();
        assertThat(refusal.getStatus().getCode()).isEqualTo(code);
        assertThat(refusal.getStatus().getDescription()).contains(text);
        assertThat(String.valueOf(refusal.getStatus().getDescription())).hasSizeLessThan(300);
    }

    private static LogReference.Builder reference() {
        return OpenDoor.LOG.toBuilder();
    }

    private static ReadRequest of(LogReference log) {
        return ReadRequest.newBuilder().setLog(log).build();
    }

    private static ReadRequest.Builder read() {
        return ReadRequest.newBuilder().setLog(OpenDoor.LOG);
    }

    private static EventFilter.Builder filter() {
        return EventFilter.newBuilder();
    }

    private static ReadRequest with(EventFilter.Builder filter) {
        return read().setFilter(filter).build();
    }

    private final class Damaged extends ForwardingLogs {
        Damaged(EventLogStorage real) {
            super(real);
        }

        @Override
        public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
            return isDamaged
                    ? CompletableFuture.failedFuture(new StorageDamaged("a hole in the third drawer", null))
                    : super.read(log, from, limit);
        }
    }
}
