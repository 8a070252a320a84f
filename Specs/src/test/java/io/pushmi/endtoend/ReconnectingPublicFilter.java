package io.pushmi.endtoend;

import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.events.processing.FilterRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.FiltersGrpc;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterResponse;
import io.pushmi.contracts.runtime.events.processing.PublicFilterClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.PublicFilterRegistrationRequest;
import io.pushmi.contracts.services.Pong;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.runtime.server.EventStoreClient;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The client of a public filter. */
final class ReconnectingPublicFilter extends ReconnectingFilter<PublicFilterClientToRuntimeMessage> {
    private final UUID id;

    ReconnectingPublicFilter(
            UUID id,
            Predicate<LoggedEvent> isIncluded,
            Function<LoggedEvent, String> partition,
            AtomicReference<@Nullable Channel> runtime,
            ScheduledExecutorService timer,
            Work work) {
        super(isIncluded, partition, runtime, timer, work);
        this.id = id;
    }

    @Override
    StreamObserver<PublicFilterClientToRuntimeMessage> open(
            Channel channel, StreamObserver<FilterRuntimeToClientMessage> incoming) {
        return FiltersGrpc.newStub(channel).connectPublic(incoming);
    }

    @Override
    PublicFilterClientToRuntimeMessage registration(ReverseCallArgumentsContext context) {
        return PublicFilterClientToRuntimeMessage.newBuilder()
                .setRegistrationRequest(PublicFilterRegistrationRequest.newBuilder()
                        .setCallContext(context)
                        .setFilterId(EventStoreClient.uuid(id)))
                .build();
    }

    @Override
    PublicFilterClientToRuntimeMessage pong() {
        return PublicFilterClientToRuntimeMessage.newBuilder()
                .setPong(Pong.getDefaultInstance())
                .build();
    }

    @Override
    PublicFilterClientToRuntimeMessage result(PartitionedFilterResponse response) {
        return PublicFilterClientToRuntimeMessage.newBuilder()
                .setFilterResult(response)
                .build();
    }
}
