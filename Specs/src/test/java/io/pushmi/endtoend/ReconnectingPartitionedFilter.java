package io.pushmi.endtoend;

import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.events.processing.FilterRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.FiltersGrpc;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterResponse;
import io.pushmi.contracts.services.Pong;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.runtime.server.EventStoreClient;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The client of a private filter in the default scope whose stream has partitions. */
final class ReconnectingPartitionedFilter extends ReconnectingFilter<PartitionedFilterClientToRuntimeMessage> {
    private final UUID id;

    ReconnectingPartitionedFilter(
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
    StreamObserver<PartitionedFilterClientToRuntimeMessage> open(
            Channel channel, StreamObserver<FilterRuntimeToClientMessage> incoming) {
        return FiltersGrpc.newStub(channel).connectPartitioned(incoming);
    }

    @Override
    PartitionedFilterClientToRuntimeMessage registration(ReverseCallArgumentsContext context) {
        return PartitionedFilterClientToRuntimeMessage.newBuilder()
                .setRegistrationRequest(PartitionedFilterRegistrationRequest.newBuilder()
                        .setCallContext(context)
                        .setScopeId(EventStoreClient.uuid(new UUID(0, 0)))
                        .setFilterId(EventStoreClient.uuid(id)))
                .build();
    }

    @Override
    PartitionedFilterClientToRuntimeMessage pong() {
        return PartitionedFilterClientToRuntimeMessage.newBuilder()
                .setPong(Pong.getDefaultInstance())
                .build();
    }

    @Override
    PartitionedFilterClientToRuntimeMessage result(PartitionedFilterResponse response) {
        return PartitionedFilterClientToRuntimeMessage.newBuilder()
                .setFilterResult(response)
                .build();
    }
}
