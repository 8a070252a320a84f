package io.pushmi.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.pushmi.contracts.runtime.events.CommitEventsRequest;
import io.pushmi.contracts.runtime.events.UncommittedEvent;
import io.pushmi.runtime.server.RawClient.Ending;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StrictMessagesSpec {
    private static final byte[] EMPTY = {};
    private static final byte[] NO_MESSAGE = {(byte) 0xff, (byte) 0xff, 0x01};

    private static final Troublesome TROUBLESOME = new Troublesome();
    private static final Conversation CONVERSATION = new Conversation();
    private static final Port PORT = new Port().open(TROUBLESOME.bindService(), CONVERSATION.bindService());

    private final RawClient client = PORT.client();

    @AfterAll
    static void close() {
        PORT.close();
    }

    @Nested
    class when_the_bytes_are_not_the_message {
        @Test
        void says_so_and_names_the_message() {
            Ending ending = client.call(Troublesome.COMMIT, NO_MESSAGE);

            assertThat(ending.status().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(ending.status().getDescription())
                    .contains("dolittle.runtime.events.CommitEventsRequest")
                    .doesNotContain("Exception");
        }

        @Test
        void says_so_where_they_claim_to_be_compressed_and_are_not() {
            CompressorRegistry lying = CompressorRegistry.newEmptyInstance();
            lying.register(new NotGzip());
            ManagedChannel channel = NettyChannelBuilder.forAddress(
                            "127.0.0.1", PORT.port().endpoint().port())
                    .usePlaintext()
                    .compressorRegistry(lying)
                    .build();
            try {
                Ending ending = new RawClient(channel)
                        .call(
                                Troublesome.COMMIT,
                                new Metadata(),
                                CallOptions.DEFAULT.withCompression("gzip"),
                                new byte[] {1, 2, 3});
                assertThat(ending.status().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
                assertThat(ending.status().getDescription()).contains("dolittle.runtime.events.CommitEventsRequest");
            } finally {
                channel.shutdownNow();
            }
        }

        @Test
        void the_service_sees_nothing_of_it() {
            int before = TROUBLESOME.commits();

            client.call(Troublesome.COMMIT, NO_MESSAGE);
            client.call(Troublesome.COMMIT, EMPTY, NO_MESSAGE);

            assertThat(TROUBLESOME.commits()).isEqualTo(before);
        }

        @Test
        void says_so_for_500_random_requests_of_which_none_disturbs_the_next() {
            Random random = new Random(20260717);
            for (int i = 0; i < 500; i++) {
                byte[] bytes = new byte[1 + random.nextInt(60)];
                random.nextBytes(bytes);

                assertThat(client.call(Troublesome.COMMIT, bytes).status().getCode())
                        .isIn(Set.of(Code.OK, Code.INVALID_ARGUMENT));
            }
            assertThat(client.call(Troublesome.COMMIT, EMPTY).status().getCode())
                    .isEqualTo(Code.OK);
        }
    }

    @Nested
    class when_a_call_that_takes_one_message {
        @Test
        void gets_none_it_says_so() {
            Ending ending = client.call(Troublesome.COMMIT);

            assertThat(ending.status().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(ending.status().getDescription())
                    .isEqualTo("the call takes one dolittle.runtime.events.CommitEventsRequest, found none");
        }

        @Test
        void gets_two_it_says_so_and_the_service_sees_neither() {
            int before = TROUBLESOME.commits();

            Ending ending = client.call(Troublesome.COMMIT, EMPTY, EMPTY);

            assertThat(ending.status().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(ending.status().getDescription())
                    .isEqualTo("the call takes one dolittle.runtime.events.CommitEventsRequest, found a second");
            assertThat(TROUBLESOME.commits()).isEqualTo(before);
        }
    }

    @Nested
    class when_a_stream_goes_wrong_on_its_way {
        @Test
        void the_caller_is_told_and_the_service_is_cancelled() {
            CONVERSATION.told().clear();

            Ending ending = client.call(Conversation.CONNECT, EMPTY, NO_MESSAGE, EMPTY);

            assertThat(ending.messages()).hasSize(1);
            assertThat(ending.status().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(ending.status().getDescription())
                    .contains("dolittle.runtime.events.processing.EventHandlerClientToRuntimeMessage");
            await().untilAsserted(() -> assertThat(CONVERSATION.told()).containsExactly("message", "cancelled"));
        }

        @Test
        void one_that_does_not_is_left_alone() {
            CONVERSATION.told().clear();

            Ending ending = client.call(Conversation.CONNECT, EMPTY, EMPTY);

            assertThat(ending.status().getCode()).isEqualTo(Code.OK);
            assertThat(CONVERSATION.told()).containsExactly("message", "message", "completed");
        }
    }

    @Nested
    class when_a_service_fails_unexpectedly {
        @Test
        void the_caller_learns_an_error_id_and_nothing_else() {
            for (String method : Set.of(Troublesome.THROWS, Troublesome.FAILS)) {
                Ending ending = client.call(method, EMPTY);

                assertThat(ending.status().getCode()).isEqualTo(Code.ABORTED);
                assertThat(ending.status().getDescription())
                        .matches("the Runtime failed unexpectedly; its log says why under error [0-9a-f]{16}");
                assertThat(ending.trailers().toString()).doesNotContain("secret");
            }
        }

        @Test
        void a_description_too_long_for_a_client_is_cut() {
            Ending ending = client.call(Troublesome.SAYS_TOO_MUCH, EMPTY);

            assertThat(ending.status().getCode()).isEqualTo(Code.NOT_FOUND);
            assertThat(ending.status().getDescription()).hasSizeLessThan(600);
        }
    }

    @Nested
    class when_a_message_is_too_large {
        @Test
        void both_sizes_are_named() {
            Ending ending = client.call(Troublesome.COMMIT, new byte[Port.LARGEST_MESSAGE + 1]);

            assertThat(ending.status().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
            assertThat(ending.status().getDescription()).contains("65536").contains("65537");
        }

        @Test
        void both_sizes_are_named_when_it_is_much_too_large() {
            Ending ending = client.call(Troublesome.COMMIT, new byte[200 * Port.LARGEST_MESSAGE]);

            assertThat(ending.status().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
            assertThat(ending.status().getDescription()).contains("65536").contains("13107200");
        }

        @Test
        void it_is_when_it_only_gets_large_once_decompressed() {
            Ending ending = client.call(
                    Troublesome.COMMIT,
                    new Metadata(),
                    CallOptions.DEFAULT.withCompression("gzip"),
                    CommitEventsRequest.newBuilder()
                            .addEvents(UncommittedEvent.newBuilder().setContent(" ".repeat(100 * Port.LARGEST_MESSAGE)))
                            .build()
                            .toByteArray());

            assertThat(ending.status().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
            assertThat(ending.status().getDescription()).contains("65536");
        }

        @Test
        void the_connection_goes_on() {
            client.call(Troublesome.COMMIT, new byte[200 * Port.LARGEST_MESSAGE]);

            assertThat(client.call(Troublesome.COMMIT, EMPTY).status().getCode())
                    .isEqualTo(Code.OK);
        }
    }

    @Nested
    class when_the_headers_are_odd {
        @Test
        void unknown_ones_are_ignored() {
            Metadata headers = new Metadata();
            headers.put(
                    Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER), "\u0001\u007f not an id %00");
            headers.put(
                    Metadata.Key.of("odd-bin", Metadata.BINARY_BYTE_MARSHALLER),
                    "\0\0\0".getBytes(StandardCharsets.UTF_8));

            Ending ending = client.call(Troublesome.COMMIT, headers, CallOptions.DEFAULT, EMPTY);

            assertThat(ending.status().getCode()).isEqualTo(Code.OK);
        }

        @Test
        void too_many_are_refused() {
            Metadata headers = new Metadata();
            headers.put(Metadata.Key.of("x-large", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(40 * 1024));

            Ending ending = client.call(Troublesome.COMMIT, headers, CallOptions.DEFAULT, EMPTY);

            assertThat(ending.status().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
            assertThat(ending.status().getDescription()).matches("the headers have 41\\d{3} bytes, the limit is 32768");
        }
    }

    @Nested
    class when_a_method_is_unknown {
        @Test
        void it_is_unimplemented() {
            assertThat(client.call("dolittle.runtime.events.EventStore/Nothing", EMPTY)
                            .status()
                            .getCode())
                    .isEqualTo(Code.UNIMPLEMENTED);
        }
    }

    private static final class NotGzip implements Compressor {
        @Override
        public String getMessageEncoding() {
            return "gzip";
        }

        @Override
        public OutputStream compress(OutputStream plain) {
            return plain;
        }
    }
}
