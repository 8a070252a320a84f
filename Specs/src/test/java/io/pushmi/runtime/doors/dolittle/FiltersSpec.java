package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.runtime.events.processing.FilterClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.FilterEventRequest;
import io.pushmi.contracts.runtime.events.processing.FilterRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.FilterResponse;
import io.pushmi.contracts.runtime.events.processing.FilterRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.FiltersGrpc;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterResponse;
import io.pushmi.contracts.runtime.events.processing.PublicFilterClientToRuntimeMessage;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StreamId;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Filters from the wire to their streams, without sockets. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FiltersSpec {
    private static final LogName STREAM = LogName.ofStream(ScopeId.DEFAULT, new StreamId(Registrations.ID));
    private static final LogName PUBLIC_STREAM = LogName.ofPublicStream(new StreamId(Registrations.ID));

    private final Door door = Door.open();
    private final List<StreamClient<?, ?>> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(StreamClient::close);
        door.close();
    }

    private List<Event> stream(LogName name) {
        return door
                .stored()
                .read(new LogId(TenantId.DEVELOPMENT, name), SequenceNumber.FIRST, new PageLimit(1000, 1 << 20))
                .toCompletableFuture()
                .join()
                .commits()
                .stream()
                .map(Commit::events)
                .flatMap(List::stream)
                .toList();
    }

    private void commit(String source, boolean isPublic) {
        door.events().commit(Requests.commit(Requests.event(source).setPublic(isPublic)));
    }

    private static ReverseCallResponseContext answerTo(FilterEventRequest request) {
        return ReverseCallResponseContext.newBuilder()
                .setCallId(request.getCallContext().getCallId())
                .build();
    }

    private static Failure refusal(StreamClient<?, FilterRuntimeToClientMessage> client) {
        assertThat(client.end().isOk()).isTrue();
        return client.received().stream()
                .filter(FilterRuntimeToClientMessage::hasRegistrationResponse)
                .findFirst()
                .orElseThrow()
                .getRegistrationResponse()
                .getFailure();
    }

    /** Includes events of sources that begin with "in", and nothing else. */
    private StreamClient<FilterClientToRuntimeMessage, FilterRuntimeToClientMessage> unpartitioned(
            FilterRegistrationRequest.Builder registration) {
        StreamClient<FilterClientToRuntimeMessage, FilterRuntimeToClientMessage> client =
                StreamClient.open(door.channel(), FiltersGrpc.getConnectMethod(), (own, message) -> {
                    if (message.hasFilterRequest()) {
                        FilterEventRequest request = message.getFilterRequest();
                        own.send(FilterClientToRuntimeMessage.newBuilder()
                                .setFilterResult(FilterResponse.newBuilder()
                                        .setCallContext(answerTo(request))
                                        .setIsIncluded(isIncluded(request)))
                                .build());
                    }
                });
        clients.add(client);
        client.send(FilterClientToRuntimeMessage.newBuilder()
                .setRegistrationRequest(registration)
                .build());
        return client;
    }

    private static boolean isIncluded(FilterEventRequest request) {
        return request.getEvent().getEventSourceId().toStringUtf8().startsWith("in");
    }

    private static PartitionedFilterResponse partitioned(FilterEventRequest request) {
        return PartitionedFilterResponse.newBuilder()
                .setCallContext(answerTo(request))
                .setIsIncluded(isIncluded(request))
                .setPartitionId(ByteString.copyFromUtf8(
                        "of " + request.getEvent().getEventSourceId().toStringUtf8()))
                .build();
    }

    @Nested
    class when_events_are_chosen {
        @Test
        void the_included_ones_are_in_the_stream() {
            commit("in 1", false);
            commit("out 1", false);
            unpartitioned(Registrations.filter());
            commit("in 2", false);

            await().until(() -> stream(STREAM).size() == 2);
            assertThat(stream(STREAM))
                    .extracting(event -> String.valueOf(event.source()))
                    .containsExactly("in 1", "in 2");
        }

        @Test
        void they_are_in_the_partitions_that_the_client_names() {
            StreamClient<PartitionedFilterClientToRuntimeMessage, FilterRuntimeToClientMessage> client =
                    StreamClient.open(door.channel(), FiltersGrpc.getConnectPartitionedMethod(), (own, message) -> {
                        if (message.hasFilterRequest()) {
                            own.send(PartitionedFilterClientToRuntimeMessage.newBuilder()
                                    .setFilterResult(partitioned(message.getFilterRequest()))
                                    .build());
                        }
                    });
            clients.add(client);
            client.send(PartitionedFilterClientToRuntimeMessage.newBuilder()
                    .setRegistrationRequest(Registrations.partitionedFilter())
                    .build());
            commit("in 1", false);

            await().until(() -> stream(STREAM).size() == 1);
            assertThat(stream(STREAM).get(0).partition()).hasToString("of in 1");
        }

        @Test
        void a_public_stream_has_public_events_only() {
            List<Long> asked = new ArrayList<>();
            StreamClient<PublicFilterClientToRuntimeMessage, FilterRuntimeToClientMessage> client =
                    StreamClient.open(door.channel(), FiltersGrpc.getConnectPublicMethod(), (own, message) -> {
                        if (message.hasFilterRequest()) {
                            asked.add(message.getFilterRequest().getEvent().getEventLogSequenceNumber());
                            own.send(PublicFilterClientToRuntimeMessage.newBuilder()
                                    .setFilterResult(partitioned(message.getFilterRequest()))
                                    .build());
                        }
                    });
            clients.add(client);
            client.send(PublicFilterClientToRuntimeMessage.newBuilder()
                    .setRegistrationRequest(Registrations.publicFilter())
                    .build());
            commit("in 1", false);
            commit("in 2", true);

            await().until(() -> stream(PUBLIC_STREAM).size() == 1);
            assertThat(stream(PUBLIC_STREAM).get(0).source()).hasToString("in 2");
            assertThat(asked).containsExactly(1L);
        }
    }

    @Nested
    class when_it_cannot_be_registered {
        @Test
        void is_told_that_another_client_has_the_id() {
            StreamClient<?, FilterRuntimeToClientMessage> first = unpartitioned(Registrations.filter());
            await().until(() ->
                    first.received().stream().anyMatch(FilterRuntimeToClientMessage::hasRegistrationResponse));

            Answered.failure(
                    refusal(unpartitioned(Registrations.filter())),
                    FailureType.FAILED_TO_REGISTER_FILTER,
                    Registrations.ID.toString(),
                    "connected already");
        }

        @Test
        void is_told_that_nobody_writes_to_the_event_log() {
            Answered.failure(
                    refusal(unpartitioned(Registrations.filter().setFilterId(Guids.ZERO))),
                    FailureType.CANNOT_REGISTER_FILTER_ON_NON_WRITEABLE_STREAM,
                    "00000000-0000-0000-0000-000000000000");
        }

        @Test
        void is_told_which_field_is_missing() {
            Answered.failure(
                    refusal(unpartitioned(Registrations.filter().clearScopeId())),
                    FailureType.FAILED_TO_REGISTER_FILTER,
                    "scopeId: expected a Uuid, found nothing");
        }
    }
}
