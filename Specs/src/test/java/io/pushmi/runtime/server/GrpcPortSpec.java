package io.pushmi.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status.Code;
import io.pushmi.runtime.server.RawClient.Ending;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GrpcPortSpec {
    private final Port port = new Port();

    @AfterEach
    void close() {
        port.close();
    }

    @Nested
    class when_there_is_nothing_behind_it_yet {
        @Test
        void calls_are_told_to_come_back() {
            Ending ending = port.client().call(Troublesome.COMMIT, new byte[0]);

            assertThat(ending.status().getCode()).isEqualTo(Code.UNAVAILABLE);
            assertThat(ending.status().getDescription()).isEqualTo("the Runtime is starting");
        }

        @Test
        void they_are_served_as_soon_as_there_is() {
            port.open(new Troublesome().bindService());

            assertThat(port.client()
                            .call(Troublesome.COMMIT, new byte[0])
                            .status()
                            .getCode())
                    .isEqualTo(Code.OK);
        }
    }

    @Nested
    class when_asked_what_it_serves {
        @Test
        void lists_every_service() {
            port.open(new Troublesome().bindService(), new Conversation().bindService());

            assertThat(new Reflection(port.channel()).services())
                    .containsExactlyInAnyOrder(
                            "dolittle.runtime.events.EventStore",
                            "dolittle.runtime.events.processing.EventHandlers",
                            "grpc.health.v1.Health",
                            "grpc.reflection.v1.ServerReflection",
                            "grpc.reflection.v1alpha.ServerReflection");
        }

        @Test
        void describes_a_service() {
            port.open(new Troublesome().bindService());

            assertThat(new Reflection(port.channel()).filesDescribing("dolittle.runtime.events.EventStore"))
                    .isPositive();
        }
    }

    @Nested
    class when_a_client_pings_without_any_calls {
        @Test
        void it_may_stay() throws IOException {
            try (RawConnection connection =
                    RawConnection.open(port.port().endpoint().port())) {
                for (int pings = 1; pings <= 5; pings++) {
                    connection.ping();
                    int answers = pings;
                    await().pollDelay(Duration.ofMillis(1100)).until(() -> connection.pingAnswers() == answers);
                }
                assertThat(connection.goAways()).isZero();
            }
        }
    }

    @Nested
    class when_it_is_given_up {
        private final Conversation conversation = new Conversation();

        @Test
        void a_call_in_progress_is_finished() {
            port.open(conversation.bindService());
            OpenCall call = OpenCall.conversation(port.channel());
            call.say();

            port.port().shutdown();
            call.say();
            call.end();
            port.port().awaitCalls(Duration.ofSeconds(5));

            assertThat(call.status()).isEqualTo(Code.OK);
            assertThat(conversation.told()).containsExactly("message", "message", "completed");
        }

        @Test
        void a_call_that_never_ends_is_ended() {
            port.open(conversation.bindService());
            OpenCall call = OpenCall.conversation(port.channel());
            call.say();

            port.port().shutdown();
            port.port().awaitCalls(Duration.ofMillis(200));

            assertThat(call.status()).isEqualTo(Code.UNAVAILABLE);
            await().untilAsserted(() -> assertThat(conversation.told()).containsExactly("message", "cancelled"));
        }
    }
}
