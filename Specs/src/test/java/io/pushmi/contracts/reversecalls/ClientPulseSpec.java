package io.pushmi.contracts.reversecalls;

import static io.pushmi.contracts.reversecalls.OpenStream.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRuntimeToClientMessage;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ClientPulseSpec {
    private final HandDrivenTimer time = new HandDrivenTimer();
    private final ScriptedCaller<EventHandlerClientToRuntimeMessage> transport = new ScriptedCaller<>();
    private final List<StreamObserver<EventHandlerRuntimeToClientMessage>> opened = new ArrayList<>();
    private final ReverseCallClient client = ReverseCallClient.connect(
            ClientProtocols.eventHandlers(),
            inbound -> {
                opened.add(inbound);
                return transport;
            },
            ReverseCallArgumentsContext.newBuilder().setPingInterval(seconds(5)).build(),
            EventHandlerRegistrationRequest.getDefaultInstance(),
            request -> new CompletableFuture<>(),
            time.clockwork());

    @Test
    void the_first_message_is_the_registration_with_the_ping_interval() {
        assertThat(transport.sent).hasSize(1);
        assertThat(transport
                        .sent
                        .get(0)
                        .getRegistrationRequest()
                        .getCallContext()
                        .getPingInterval())
                .isEqualTo(seconds(5));
    }

    @Test
    void each_ping_is_answered_with_a_pong_at_once_ready_or_not() {
        transport.isReady(false);
        opened.get(0).onNext(ServerProtocols.eventHandlers().ping());
        opened.get(0).onNext(ServerProtocols.eventHandlers().ping());
        assertThat(transport.sent).hasSize(3).last().isEqualTo(OpenStream.pong());
    }

    @Test
    void three_intervals_without_any_message_cancel_the_call_counted_from_its_start() {
        time.pass(Duration.ofSeconds(15).minusNanos(1));
        assertThat(client.ended().toCompletableFuture()).isNotDone();
        time.pass(Duration.ofNanos(1));
        assertThat(client.ended().toCompletableFuture())
                .isCompletedWithValueMatching(status -> status.getCode() == Status.Code.DEADLINE_EXCEEDED
                        && "nothing was heard from the server for PT15S".equals(status.getDescription()));
        assertThat(client.registration().toCompletableFuture()).isCompletedExceptionally();
        assertThat(transport.ended).hasSize(1);
    }

    @Test
    void every_message_of_any_kind_puts_that_off() {
        time.pass(Duration.ofSeconds(14));
        opened.get(0).onNext(EventHandlerRuntimeToClientMessage.getDefaultInstance());
        time.pass(Duration.ofSeconds(14));
        opened.get(0).onNext(ServerProtocols.eventHandlers().accepted());
        time.pass(Duration.ofSeconds(15).minusNanos(1));
        assertThat(client.ended().toCompletableFuture()).isNotDone();
    }

    @Test
    void nothing_is_left_on_the_timer_at_the_end() {
        opened.get(0).onCompleted();
        assertThat(time.waiting()).isZero();
        assertThat(client.ended().toCompletableFuture()).isCompletedWithValue(Status.OK);
        assertThat(client.registration().toCompletableFuture()).isCompletedExceptionally();
    }
}
