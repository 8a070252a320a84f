package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import io.pushmi.contracts.reversecalls.Answer;
import io.pushmi.contracts.runtime.events.processing.EventOccurredKeySelector;
import io.pushmi.contracts.runtime.events.processing.EventSourceIdKeySelector;
import io.pushmi.contracts.runtime.events.processing.PartitionIdKeySelector;
import io.pushmi.contracts.runtime.events.processing.ProcessorFailure;
import io.pushmi.contracts.runtime.events.processing.ProjectionCopies;
import io.pushmi.contracts.runtime.events.processing.ProjectionCopyToMongoDB;
import io.pushmi.contracts.runtime.events.processing.ProjectionDeleteResponse;
import io.pushmi.contracts.runtime.events.processing.ProjectionEventSelector;
import io.pushmi.contracts.runtime.events.processing.ProjectionRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionReplaceResponse;
import io.pushmi.contracts.runtime.events.processing.ProjectionRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionResponse;
import io.pushmi.contracts.runtime.events.processing.StaticKeySelector;
import io.pushmi.contracts.runtime.projections.ProjectionCurrentStateType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.Retry;
import io.pushmi.runtime.processing.projections.CopyDefinition;
import io.pushmi.runtime.processing.projections.CurrentState;
import io.pushmi.runtime.processing.projections.EventSelector;
import io.pushmi.runtime.processing.projections.KeySelector;
import io.pushmi.runtime.processing.projections.ProjectionAnswer;
import io.pushmi.runtime.processing.projections.ProjectionDefinition;
import io.pushmi.runtime.processing.projections.ProjectionId;
import io.pushmi.runtime.processing.projections.ReadModelKey;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConnectingProjectionsSpec {
    private static final EventTypeId TYPE = new EventTypeId(Requests.TYPE.toString());
    private static final CurrentState CURRENT =
            new CurrentState(CurrentState.Kind.PERSISTED, new ReadModelKey("k"), "{\"moves\":1}");

    private final CallDouble<ProjectionRequest, ProjectionResponse> client = new CallDouble<>();
    private final List<ProjectionAnswer> answers = new ArrayList<>();

    private static ProjectionDefinition read(ProjectionRegistrationRequest.Builder wire) {
        return ProjectionRegistration.read(wire.build(), WireShape.TEXT).definition();
    }

    private static ProjectionEventSelector.Builder selector() {
        return ProjectionEventSelector.newBuilder().setEventType(Requests.artifact(Requests.TYPE));
    }

    private boolean offer(Delivery delivery, CurrentState current, WireShape shape) {
        AwaitedCall<ProjectionRequest, ProjectionResponse> call = new AwaitedCall<>();
        call.accepted(client);
        return new ConnectedProjection(call, Requests.context().build(), shape, Duration.ofSeconds(1))
                .offer(TenantId.DEVELOPMENT, delivery, current, answers::add, () -> {});
    }

    private ProjectionAnswer answerTo(ProjectionResponse.Builder response) {
        offer(Deliveries.of("customer-1"), CURRENT, WireShape.TEXT);
        client.onlyAsked().answer(response.build());
        return answers.get(0);
    }

    @Nested
    class when_registering {
        @Test
        void is_read_with_everything_in_it() {
            ProjectionDefinition definition = read(Registrations.projection()
                    .setScopeId(Requests.uuid(Requests.ROOT))
                    .setAlias("Moves")
                    .addEvents(selector().setEventSourceKeySelector(EventSourceIdKeySelector.getDefaultInstance()))
                    .addEvents(selector().setPartitionKeySelector(PartitionIdKeySelector.getDefaultInstance()))
                    .addEvents(selector()
                            .setStaticKeySelector(StaticKeySelector.newBuilder().setStaticKey("all")))
                    .addEvents(selector()
                            .setEventOccurredKeySelector(
                                    EventOccurredKeySelector.newBuilder().setFormat("yyyy-MM"))));

            assertThat(definition)
                    .isEqualTo(new ProjectionDefinition(
                            new ProjectionId(new ScopeId(Requests.ROOT), Registrations.ID),
                            "Moves",
                            List.of(
                                    new EventSelector(TYPE, new KeySelector.Property("customer")),
                                    new EventSelector(TYPE, new KeySelector.EventSource()),
                                    new EventSelector(TYPE, new KeySelector.Partition()),
                                    new EventSelector(TYPE, new KeySelector.Static(new ReadModelKey("all"))),
                                    new EventSelector(TYPE, new KeySelector.Occurred("yyyy-MM"))),
                            "{\"moves\":0}",
                            null));
        }

        @Test
        void wants_copies_only_if_it_says_where() {
            ProjectionCopies somewhere = ProjectionCopies.newBuilder()
                    .setMongoDB(ProjectionCopyToMongoDB.newBuilder().setCollection("moves"))
                    .build();

            assertThat(read(Registrations.projection().setCopies(ProjectionCopies.getDefaultInstance()))
                            .copy())
                    .isNull();
            assertThat(read(Registrations.projection().setCopies(somewhere)).copy())
                    .isEqualTo(new CopyDefinition("moves", List.of()));
        }

        @ParameterizedTest
        @EnumSource(
                value = ProjectionCopyToMongoDB.BSONType.class,
                mode = EnumSource.Mode.EXCLUDE,
                names = "UNRECOGNIZED")
        void wants_copies_as_operators_are_shown_them(ProjectionCopyToMongoDB.BSONType type) {
            ProjectionCopies copies = ProjectionCopies.newBuilder()
                    .setMongoDB(ProjectionCopyToMongoDB.newBuilder()
                            .setCollection("moves")
                            .addConversions(ProjectionCopyToMongoDB.PropertyConversion.newBuilder()
                                    .setPropertyName("outer")
                                    .addChildren(ProjectionCopyToMongoDB.PropertyConversion.newBuilder()
                                            .setPropertyName("inner")
                                            .setConvertTo(type)
                                            .setRenameTo(StringValue.of("renamed")))))
                    .build();

            CopyDefinition read =
                    read(Registrations.projection().setCopies(copies)).copy();

            assertThat(read).isNotNull();
            assertThat(WireCopies.write(Objects.requireNonNull(read))).isEqualTo(copies);
        }

        @Test
        void is_malformed_without_what_it_must_say() {
            assertThatThrownBy(() -> read(Registrations.projection().clearScopeId()))
                    .hasMessage("scopeId: expected a Uuid, found nothing");
            assertThatThrownBy(() -> read(Registrations.projection().clearProjectionId()))
                    .hasMessage("projectionId: expected a Uuid, found nothing");
            assertThatThrownBy(() -> read(Registrations.projection()
                            .addEvents(Registrations.byProperty("x").clearEventType())))
                    .hasMessage("events[1].eventType: expected an Artifact, found nothing");
            assertThatThrownBy(() -> read(Registrations.projection().addEvents(selector())))
                    .hasMessage("events[1].Selector: expected one of the key selectors, found nothing");
        }

        static Stream<UnaryOperator<ProjectionRegistrationRequest.Builder>> ofLaterGenerations() {
            return Stream.of(
                    r -> r.setAlias("x"),
                    r -> r.setCopies(ProjectionCopies.getDefaultInstance()),
                    r -> r.addEvents(selector().setStaticKeySelector(StaticKeySelector.getDefaultInstance())),
                    r -> r.addEvents(
                            selector().setEventOccurredKeySelector(EventOccurredKeySelector.getDefaultInstance())));
        }

        @ParameterizedTest
        @MethodSource("ofLaterGenerations")
        void is_from_a_later_generation_if_it_has_what_the_fifth_does_not_know(
                UnaryOperator<ProjectionRegistrationRequest.Builder> change) {
            ProjectionRegistrationRequest wire =
                    change.apply(Registrations.projection()).build();

            assertThat(ProjectionRegistration.read(wire, WireShape.UUID).shape())
                    .isEqualTo(WireShape.TEXT);
        }

        @ParameterizedTest
        @EnumSource
        void is_else_what_its_port_is_for(WireShape ofPort) {
            assertThat(ProjectionRegistration.read(Registrations.projection().build(), ofPort)
                            .shape())
                    .isEqualTo(ofPort);
        }
    }

    @Nested
    class when_asked_about_an_event {
        @Test
        void is_shown_the_event_and_the_read_model() {
            Delivery delivery = Deliveries.repeated(Deliveries.of("customer-1"), "no route", 4);

            offer(delivery, CURRENT, WireShape.TEXT);

            ProjectionRequest request = client.onlyAsked().request();
            assertThat(request.getEvent().getEvent())
                    .isEqualTo(CommittedEvents.write(delivery.event().commit(), WireShape.TEXT)
                            .getEvents(0));
            assertThat(request.getRetryProcessingState().getRetryCount()).isEqualTo(4);
            assertThat(request.getCurrentState().getType()).isEqualTo(ProjectionCurrentStateType.PERSISTED);
            assertThat(request.getCurrentState().getKey()).isEqualTo("k");
            assertThat(request.getCurrentState().getState()).isEqualTo("{\"moves\":1}");
        }

        @Test
        void is_told_when_no_event_has_reached_the_read_model() {
            CurrentState initial = new CurrentState(CurrentState.Kind.INITIAL, new ReadModelKey(""), "{}");

            offer(Deliveries.of("customer-1"), initial, WireShape.TEXT);

            assertThat(client.onlyAsked().request().getCurrentState().getType())
                    .isEqualTo(ProjectionCurrentStateType.CREATED_FROM_INITIAL_STATE);
        }

        @Test
        void is_not_asked_about_an_event_that_it_cannot_be_shown() {
            assertThat(offer(Deliveries.of("customer-1"), CURRENT, WireShape.UUID))
                    .isTrue();

            assertThat(client.asked).isEmpty();
            assertThat(answers)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            ProjectionAnswer.Failed.class,
                            failed -> assertThat(failed.retry()).isEqualTo(Retry.NEVER));
        }

        @Test
        void is_unanswered_if_the_call_ends_before() {
            offer(Deliveries.of("customer-1"), CURRENT, WireShape.TEXT);

            client.onlyAsked().answer().accept(new Answer.Ended<>());

            assertThat(answers).containsExactly(ProjectionAnswer.UNANSWERED);
        }

        @Test
        void fails_after_the_longest_time_that_the_client_may_take() {
            offer(Deliveries.of("customer-1"), CURRENT, WireShape.TEXT);

            client.onlyAsked().answer().accept(new Answer.TimedOut<>());

            assertThat(answers)
                    .containsExactly(new ProjectionAnswer.Failed(
                            "the client has not answered within 1000 ms (processing.callTimeout)", Retries.AT_ONCE));
        }
    }

    @Nested
    class when_it_answers {
        @Test
        void replaces_the_read_model() {
            assertThat(answerTo(ProjectionResponse.newBuilder()
                            .setReplace(ProjectionReplaceResponse.newBuilder().setState("{}"))))
                    .isEqualTo(new ProjectionAnswer.Replace("{}"));
        }

        @Test
        void deletes_the_read_model() {
            assertThat(answerTo(
                            ProjectionResponse.newBuilder().setDelete(ProjectionDeleteResponse.getDefaultInstance())))
                    .isEqualTo(ProjectionAnswer.DELETE);
        }

        @Test
        void fails_with_its_reason_whatever_else_it_says() {
            assertThat(answerTo(ProjectionResponse.newBuilder()
                            .setDelete(ProjectionDeleteResponse.getDefaultInstance())
                            .setFailure(ProcessorFailure.newBuilder()
                                    .setReason("no route")
                                    .setRetry(true))))
                    .isEqualTo(new ProjectionAnswer.Failed("no route", Retry.UNSPECIFIED));
        }

        @Test
        void fails_if_it_says_nothing() {
            assertThat(answerTo(ProjectionResponse.newBuilder()))
                    .isEqualTo(new ProjectionAnswer.Failed(
                            "the client's answer is neither a state, nor a deletion, nor a failure",
                            Retry.UNSPECIFIED));
        }
    }
}
