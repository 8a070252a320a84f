package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.reversecalls.Answer;
import io.pushmi.contracts.runtime.events.processing.FilterEventRequest;
import io.pushmi.contracts.runtime.events.processing.FilterResponse;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterResponse;
import io.pushmi.contracts.runtime.events.processing.ProcessorFailure;
import io.pushmi.contracts.runtime.events.processing.PublicFilterRegistrationRequest;
import io.pushmi.runtime.events.streams.StreamKind;
import io.pushmi.runtime.execution.ExecutionContextPolicy;
import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.Retry;
import io.pushmi.runtime.processing.filters.FilterAnswer;
import io.pushmi.runtime.processing.filters.FilterDefinition;
import io.pushmi.runtime.processing.filters.FilterId;
import io.pushmi.runtime.processing.filters.FilterRegistrationResult;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConnectingFiltersSpec {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final CallerCheck ANYBODY = new CallerCheck(
            new ExecutionContextPolicy(new Tenants(Set.of(TenantId.DEVELOPMENT)), Optional.empty(), Optional.empty()));

    private final CallDouble<FilterEventRequest, PartitionedFilterResponse> client = new CallDouble<>();
    private final List<FilterAnswer> answers = new ArrayList<>();

    private static FilterAnswer read(PartitionedFilterResponse.Builder wire) {
        return FilterAnswers.read(wire.build());
    }

    private Failure refusalOf(FilterRegistrationResult result, PublicFilterRegistrationRequest.Builder wire) {
        PublicFilterRegistrationRequest arguments = wire.build();
        new Registering<>(
                        "Filters/ConnectPublic",
                        ANYBODY,
                        new Departures(),
                        FailureType.FAILED_TO_REGISTER_FILTER,
                        new FilterStart<PublicFilterRegistrationRequest, PartitionedFilterResponse>(
                                (definition, connected) -> CompletableFuture.completedFuture(result),
                                TIMEOUT,
                                WireShape.TEXT,
                                FilterRegistrations::read,
                                FilterAnswers::read))
                .register(arguments, arguments.getCallContext(), client);
        return client.refusal();
    }

    private boolean offer(Delivery delivery, WireShape shape) {
        AwaitedCall<FilterEventRequest, PartitionedFilterResponse> call = new AwaitedCall<>();
        call.accepted(client);
        return new ConnectedFilter<>(
                        call, FilterAnswers::read, Requests.context().build(), shape, TIMEOUT)
                .offer(TenantId.DEVELOPMENT, delivery, answers::add, () -> {});
    }

    @Nested
    class when_registering {
        @Test
        void says_which_stream_of_which_scope_and_kind_is_made() {
            FilterId id = new FilterId(Registrations.ID);

            assertThat(FilterRegistrations.read(Registrations.filter()
                            .setScopeId(Requests.uuid(Requests.ROOT))
                            .build()))
                    .isEqualTo(new FilterDefinition(new ScopeId(Requests.ROOT), id, StreamKind.PRIVATE));
            assertThat(FilterRegistrations.read(
                            Registrations.partitionedFilter().build()))
                    .isEqualTo(new FilterDefinition(ScopeId.DEFAULT, id, StreamKind.PARTITIONED));
            assertThat(FilterRegistrations.read(Registrations.publicFilter().build()))
                    .isEqualTo(new FilterDefinition(ScopeId.DEFAULT, id, StreamKind.PUBLIC));
        }

        @Test
        void is_malformed_without_its_ids() {
            assertThatThrownBy(() -> FilterRegistrations.read(
                            Registrations.filter().clearScopeId().build()))
                    .hasMessage("scopeId: expected a Uuid, found nothing");
            assertThatThrownBy(() -> FilterRegistrations.read(Registrations.partitionedFilter()
                            .setFilterId(Requests.bytes(3))
                            .build()))
                    .hasMessage("filterId: expected 16 bytes, found 3");
            Answered.failure(
                    refusalOf(
                            new FilterRegistrationResult.AlreadyRegistered(),
                            Registrations.publicFilter().clearFilterId()),
                    FailureType.FAILED_TO_REGISTER_FILTER,
                    "filterId: expected a Uuid, found nothing");
        }

        @Test
        void is_refused_while_another_client_has_the_id() {
            Answered.failure(
                    refusalOf(new FilterRegistrationResult.AlreadyRegistered(), Registrations.publicFilter()),
                    FailureType.FAILED_TO_REGISTER_FILTER,
                    "filter " + Registrations.ID + " is connected already in scope 00000000",
                    "expected one client at a time");
        }

        @Test
        void is_refused_for_a_stream_that_nobody_may_write() {
            Answered.failure(
                    refusalOf(
                            new FilterRegistrationResult.NotWriteable("it is all zeros"), Registrations.publicFilter()),
                    FailureType.CANNOT_REGISTER_FILTER_ON_NON_WRITEABLE_STREAM,
                    "it is all zeros");
        }

        @Test
        void is_refused_with_the_reason_that_the_filters_give() {
            Answered.failure(
                    refusalOf(new FilterRegistrationResult.Refused("it was partitioned"), Registrations.publicFilter()),
                    FailureType.FAILED_TO_REGISTER_FILTER,
                    "it was partitioned");
        }
    }

    @Nested
    class when_asked_about_an_event {
        @Test
        void is_shown_the_event_and_its_scope() {
            Delivery delivery = Deliveries.repeated(Deliveries.of("customer-1"), "no route", 0);

            offer(delivery, WireShape.TEXT);

            FilterEventRequest request = client.onlyAsked().request();
            assertThat(request.getEvent())
                    .isEqualTo(CommittedEvents.write(delivery.event().commit(), WireShape.TEXT)
                            .getEvents(0));
            assertThat(Guids.read(request.getScopeId().getValue(), 0)).hasToString(Deliveries.GUID);
            assertThat(request.hasRetryProcessingState()).isTrue();
            assertThat(request.getRetryProcessingState().getRetryCount()).isZero();
        }

        @Test
        void is_not_asked_about_an_event_of_which_nothing_is_left() {
            assertThat(offer(Deliveries.ofNothing(), WireShape.TEXT)).isTrue();

            assertThat(client.asked).isEmpty();
            assertThat(answers).containsExactly(FilterAnswer.EXCLUDED);
        }

        @Test
        void is_not_asked_about_an_event_that_it_cannot_be_shown() {
            assertThat(offer(Deliveries.of("customer-1"), WireShape.UUID)).isTrue();

            assertThat(client.asked).isEmpty();
            assertThat(answers)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            FilterAnswer.Failed.class,
                            failed -> assertThat(failed.retry()).isEqualTo(Retry.NEVER));
        }

        @Test
        void is_unanswered_if_the_call_ends_before() {
            offer(Deliveries.of("customer-1"), WireShape.TEXT);

            client.onlyAsked().answer().accept(new Answer.Ended<>());

            assertThat(answers).containsExactly(FilterAnswer.UNANSWERED);
        }

        @Test
        void fails_after_the_longest_time_that_the_client_may_take() {
            offer(Deliveries.of("customer-1"), WireShape.TEXT);

            client.onlyAsked().answer().accept(new Answer.TimedOut<>());

            assertThat(answers)
                    .containsExactly(new FilterAnswer.Failed(
                            "the client has not answered within 1000 ms (processing.callTimeout)", Retries.AT_ONCE));
        }
    }

    @Nested
    class when_it_answers {
        @ParameterizedTest
        @EnumSource
        void includes_the_event_in_the_partition_that_it_names_in_either_shape(WireShape shape) {
            PartitionedFilterResponse.Builder wire = PartitionedFilterResponse.newBuilder()
                    .setIsIncluded(true)
                    .setPartitionId(shape.write(Deliveries.GUID));

            assertThat(read(wire)).isEqualTo(new FilterAnswer.Included(new PartitionId(Deliveries.GUID)));
        }

        @Test
        void includes_the_event_without_a_partition_if_there_are_none() {
            assertThat(FilterAnswers.read(
                            FilterResponse.newBuilder().setIsIncluded(true).build()))
                    .isEqualTo(new FilterAnswer.Included(new PartitionId("")));
        }

        @Test
        void excludes_it_whatever_partition_it_names() {
            assertThat(FilterAnswers.read(FilterResponse.getDefaultInstance())).isEqualTo(FilterAnswer.EXCLUDED);
            assertThat(read(PartitionedFilterResponse.newBuilder().setPartitionId(Requests.text("x"))))
                    .isEqualTo(FilterAnswer.EXCLUDED);
        }

        @Test
        void fails_with_its_reason_whatever_else_it_says() {
            ProcessorFailure failure = ProcessorFailure.newBuilder()
                    .setReason("no route")
                    .setRetry(true)
                    .build();

            assertThat(FilterAnswers.read(FilterResponse.newBuilder()
                            .setIsIncluded(true)
                            .setFailure(failure)
                            .build()))
                    .isEqualTo(new FilterAnswer.Failed("no route", Retry.UNSPECIFIED));
            assertThat(read(PartitionedFilterResponse.newBuilder().setFailure(failure)))
                    .isEqualTo(new FilterAnswer.Failed("no route", Retry.UNSPECIFIED));
        }

        @Test
        void fails_if_its_partition_is_no_text() {
            PartitionedFilterResponse.Builder wire = PartitionedFilterResponse.newBuilder()
                    .setIsIncluded(true)
                    .setPartitionId(ByteString.copyFrom(new byte[] {-1, -2}));

            assertThat(read(wire))
                    .isEqualTo(new FilterAnswer.Failed(
                            "the client's answer cannot be used: partitionId: expected UTF-8 text or a Uuid, found 2"
                                    + " bytes that are neither",
                            Retry.UNSPECIFIED));
        }
    }
}
