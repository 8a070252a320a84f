package io.pushmi.runtime.doors.dolittle;

import static io.pushmi.runtime.doors.dolittle.Requests.ROOT;
import static io.pushmi.runtime.doors.dolittle.Requests.TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.runtime.aggregates.AggregateRootAliasRegistrationRequest;
import io.pushmi.contracts.runtime.aggregates.AggregateRootsGrpc;
import io.pushmi.contracts.runtime.events.EventTypeRegistrationRequest;
import io.pushmi.contracts.runtime.events.EventTypesGrpc;
import io.pushmi.runtime.events.RegisteredArtifact;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DeclarationsSpec {
    private final Door door = Door.configured(Map.of("DOLITTLE__RUNTIME__PLATFORM__ENVIRONMENT", "Development"));
    private final EventTypesGrpc.EventTypesBlockingStub eventTypes = EventTypesGrpc.newBlockingStub(door.channel());
    private final AggregateRootsGrpc.AggregateRootsBlockingStub aggregateRoots =
            AggregateRootsGrpc.newBlockingStub(door.channel());

    @AfterEach
    void close() {
        door.close();
    }

    private static EventTypeRegistrationRequest.Builder eventType() {
        return EventTypeRegistrationRequest.newBuilder()
                .setCallContext(Requests.callFor(Requests.OTHER_TENANT))
                .setEventType(Artifact.newBuilder().setId(Requests.uuid(TYPE)).setGeneration(3));
    }

    private static AggregateRootAliasRegistrationRequest.Builder aggregateRoot() {
        return AggregateRootAliasRegistrationRequest.newBuilder()
                .setCallContext(Requests.callFor(Requests.OTHER_TENANT))
                .setAggregateRoot(Requests.artifact(ROOT));
    }

    @Nested
    class when_an_event_type_is_declared {
        @Test
        void remembers_it_whatever_the_tenant_of_the_call() {
            var answer =
                    eventTypes.register(eventType().setAlias("CustomerMoved").build());

            assertThat(answer.hasFailure()).isFalse();
            assertThat(door.artifacts().eventType(TYPE.toString()).block())
                    .isEqualTo(new RegisteredArtifact(TYPE.toString(), 3, "CustomerMoved"));
        }

        @Test
        void remembers_the_last_declaration_with_a_name_or_without() {
            eventTypes.register(eventType().setAlias("CustomerMoved").build());
            eventTypes.register(eventType().build());

            assertThat(door.artifacts().eventType(TYPE.toString()).block())
                    .isEqualTo(new RegisteredArtifact(TYPE.toString(), 3, ""));
        }
    }

    @Nested
    class when_an_aggregate_root_is_declared {
        @Test
        void remembers_it_whatever_the_tenant_of_the_call() {
            var answer = aggregateRoots.registerAlias(
                    aggregateRoot().setAlias("Customer").build());

            assertThat(answer.hasFailure()).isFalse();
            assertThat(door.artifacts().aggregateRoot(ROOT.toString()).block())
                    .isEqualTo(new RegisteredArtifact(ROOT.toString(), 1, "Customer"));
        }
    }

    @Nested
    class when_another_environment_declares {
        @Test
        void refuses_and_remembers_nothing() {
            var elsewhere = Requests.call(Requests.context().setEnvironment("Staging"));

            Answered.failure(
                    eventTypes
                            .register(eventType().setCallContext(elsewhere).build())
                            .getFailure(),
                    FailureType.OTHER,
                    "'Staging'");
            Answered.failure(
                    aggregateRoots
                            .registerAlias(
                                    aggregateRoot().setCallContext(elsewhere).build())
                            .getFailure(),
                    FailureType.OTHER,
                    "'Staging'");
            assertThat(door.artifacts().eventType(TYPE.toString()).blockOptional())
                    .isEmpty();
        }
    }
}
