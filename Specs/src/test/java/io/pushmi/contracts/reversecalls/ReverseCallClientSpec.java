package io.pushmi.contracts.reversecalls;

import static io.pushmi.contracts.reversecalls.BothEnds.LONG_ENOUGH;
import static io.pushmi.contracts.reversecalls.OpenStream.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.EventHandlerResponse;
import io.pushmi.contracts.runtime.events.processing.EventHandlersGrpc;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReverseCallClientSpec {
    private static final RequestHandler<HandleEventRequest, EventHandlerResponse> AT_ONCE =
            request -> CompletableFuture.completedFuture(EventHandlerResponse.getDefaultInstance());

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    /** The timer first, then the server and the channel. */
    private final List<Runnable> closing = new ArrayList<>(List.of(timer::shutdownNow));

    @AfterEach
    void closes() {
        closing.forEach(Runnable::run);
    }

    /** Both ends on the thread that sends. */
    private Channel inProcess(BothEnds service) throws IOException {
        String name = UUID.randomUUID().toString();
        serve(InProcessServerBuilder.forName(name)
                .directExecutor()
                .addService(service)
                .build());
        return open(InProcessChannelBuilder.forName(name).directExecutor().build());
    }

    private Channel overSockets(BothEnds service) throws IOException {
        Server server = serve(NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(service)
                .build());
        return open(NettyChannelBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()))
                .usePlaintext()
                .build());
    }

    private Server serve(Server server) throws IOException {
        closing.add(server::shutdownNow);
        return server.start();
    }

    private Channel open(ManagedChannel channel) {
        closing.add(channel::shutdownNow);
        return channel;
    }

    private ReverseCallClient connect(
            Channel channel, RequestHandler<HandleEventRequest, EventHandlerResponse> handler) {
        return ReverseCallClient.connect(
                ClientProtocols.eventHandlers(),
                EventHandlersGrpc.newStub(channel)::connect,
                ReverseCallArgumentsContext.newBuilder()
                        .setExecutionContext(ExecutionContext.getDefaultInstance())
                        .setPingInterval(seconds(1))
                        .build(),
                EventHandlerRegistrationRequest.getDefaultInstance(),
                handler,
                timer);
    }

    private static <T> T result(CompletionStage<T> stage)
            throws ExecutionException, InterruptedException, TimeoutException {
        return stage.toCompletableFuture().get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);
    }

    @Nested
    class when_both_ends_share_a_thread {
        @Test
        void a_hundred_thousand_requests_in_a_row_are_answered_from_inside_the_sending() throws Exception {
            BothEnds service = new BothEnds(timer, true);
            Channel channel = inProcess(service);
            ReverseCallClient client = connect(channel, AT_ONCE);
            assertThat(result(client.registration())).isInstanceOf(RegistrationAnswer.Accepted.class);
            service.request(100_000);
            await().atMost(LONG_ENOUGH).until(() -> service.answers.size() == 100_000);
            assertThat(service.answers).allMatch(answer -> answer instanceof Answer.Answered);
        }

        @Test
        void a_refusal_is_passed_on_and_the_call_ends_with_OK() throws Exception {
            Channel channel = inProcess(new BothEnds(timer, false));
            ReverseCallClient client = connect(channel, AT_ONCE);
            assertThat(result(client.registration()))
                    .isEqualTo(new RegistrationAnswer.Refused(
                            Failure.newBuilder().setReason("nobody is accepted").build()));
            assertThat(result(client.ended())).isEqualTo(Status.OK);
        }

        @Test
        void a_handler_that_fails_says_so_and_asks_for_another_try() throws Exception {
            BothEnds service = new BothEnds(timer, true);
            Channel channel = inProcess(service);
            AtomicInteger requests = new AtomicInteger();
            connect(channel, request -> {
                if (requests.getAndIncrement() == 0) {
                    throw new IllegalStateException("thrown");
                }
                return CompletableFuture.failedFuture(new IllegalStateException("told"));
            });
            service.request(2);
            assertThat(service.answers)
                    .extracting(answer -> ((Answer.Answered<EventHandlerResponse>) answer)
                            .response()
                            .getFailure())
                    .allMatch(failure -> failure.getRetry() && failure.hasRetryTimeout())
                    .extracting(failure -> failure.getReason())
                    .containsExactly(
                            "java.lang.IllegalStateException: thrown", "java.lang.IllegalStateException: told");
        }
    }

    @Nested
    class when_there_are_sockets_between_the_ends {
        private final BothEnds service = new BothEnds(timer, true);

        @Test
        void requests_are_answered_on_other_threads_while_pings_keep_the_call_alive() throws Exception {
            Channel channel = overSockets(service);
            ReverseCallClient client = connect(
                    channel,
                    request -> CompletableFuture.supplyAsync(
                            EventHandlerResponse::getDefaultInstance,
                            CompletableFuture.delayedExecutor(3500, TimeUnit.MILLISECONDS)));
            result(client.registration());
            service.request(1);
            await().atMost(LONG_ENOUGH).until(() -> service.answers.size() == 1);
            assertThat(service.answers.element()).isInstanceOf(Answer.Answered.class);
            assertThat(client.ended().toCompletableFuture()).isNotDone();
        }

        @Test
        void thousands_of_requests_are_answered() throws Exception {
            Channel channel = overSockets(service);
            result(connect(channel, AT_ONCE).registration());
            service.request(5_000);
            await().atMost(LONG_ENOUGH).until(() -> service.answers.size() == 5_000);
            assertThat(service.answers).allMatch(answer -> answer instanceof Answer.Answered);
        }

        @Test
        void a_disconnect_is_acknowledged_after_what_was_begun() throws Exception {
            Channel channel = overSockets(service);
            CompletableFuture<EventHandlerResponse> begun = new CompletableFuture<>();
            ReverseCallClient client = connect(channel, request -> begun);
            result(client.registration());
            service.request(1);
            CompletionStage<Optional<Failure>> disconnected = client.disconnect(Duration.ofSeconds(7));
            assertThat(result(service.disconnecting)).isEqualTo(Duration.ofSeconds(7));
            begun.complete(EventHandlerResponse.getDefaultInstance());
            await().atMost(LONG_ENOUGH).until(() -> service.answers.size() == 1);
            assertThat(disconnected.toCompletableFuture()).isNotDone();
            result(service.call).complete();
            assertThat(result(disconnected)).isEmpty();
            assertThat(result(client.ended())).isEqualTo(Status.OK);
        }

        @Test
        void a_cancelled_call_ends_at_both_ends() throws Exception {
            Channel channel = overSockets(service);
            ReverseCallClient client = connect(channel, request -> new CompletableFuture<>());
            result(client.registration());
            service.request(1);
            client.cancel();
            assertThat(result(client.ended()).getCode()).isEqualTo(Status.Code.CANCELLED);
            assertThat(result(service.ended)).isEqualTo("ended");
            assertThat(service.answers.element()).isInstanceOf(Answer.Ended.class);
        }

        @Test
        void a_server_that_stops_ends_the_call() throws Exception {
            Channel channel = overSockets(service);
            ReverseCallClient client = connect(channel, AT_ONCE);
            result(client.registration());
            closing.get(1).run();
            assertThat(result(client.ended()).isOk()).isFalse();
        }
    }

    @Nested
    class when_there_is_no_server {
        @Test
        void the_registration_fails() {
            Channel nowhere = open(InProcessChannelBuilder.forName("nobody").build());
            ReverseCallClient client = connect(nowhere, AT_ONCE);
            assertThatThrownBy(() -> result(client.registration()))
                    .hasCauseInstanceOf(StatusRuntimeException.class)
                    .hasMessageContaining("UNAVAILABLE");
        }
    }
}
