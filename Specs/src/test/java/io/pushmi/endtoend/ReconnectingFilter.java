package io.pushmi.endtoend;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.pushmi.contracts.runtime.events.processing.FilterEventRequest;
import io.pushmi.contracts.runtime.events.processing.FilterRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterResponse;
import io.pushmi.contracts.runtime.events.processing.ProcessorFailure;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The client of a filter whose stream has partitions.
 *
 * @param <C> what a client of this kind of filter sends
 */
abstract class ReconnectingFilter<C> extends ReconnectingClient<C, FilterRuntimeToClientMessage> {
    private final Predicate<LoggedEvent> isIncluded;
    private final Function<LoggedEvent, String> partition;

    ReconnectingFilter(
            Predicate<LoggedEvent> isIncluded,
            Function<LoggedEvent, String> partition,
            AtomicReference<@Nullable Channel> runtime,
            ScheduledExecutorService timer,
            Work work) {
        super(runtime, timer, work);
        this.isIncluded = isIncluded;
        this.partition = partition;
    }

    abstract C result(PartitionedFilterResponse response);

    @Override
    final Incoming read(FilterRuntimeToClientMessage message) {
        if (message.hasPing()) {
            return new Ping();
        }
        if (message.hasFilterRequest()) {
            FilterEventRequest request = message.getFilterRequest();
            return new Request(
                    request.getCallContext(),
                    request.getEvent(),
                    -1,
                    request.hasRetryProcessingState() ? request.getRetryProcessingState() : null,
                    null);
        }
        return message.getRegistrationResponse().hasFailure()
                ? new Refused(message.getRegistrationResponse().getFailure())
                : new Accepted();
    }

    @Override
    final C answer(ReverseCallResponseContext context, Request request) {
        LoggedEvent event = ReadingLogs.event(request.event());
        PartitionedFilterResponse.Builder response =
                PartitionedFilterResponse.newBuilder().setCallContext(context);
        if (isIncluded.test(event)) {
            response.setIsIncluded(true).setPartitionId(ByteString.copyFromUtf8(partition.apply(event)));
        }
        return result(response.build());
    }

    @Override
    final C failure(ReverseCallResponseContext context, Request request) {
        return result(PartitionedFilterResponse.newBuilder()
                .setCallContext(context)
                .setFailure(ProcessorFailure.newBuilder()
                        .setReason("the sieve was blocked")
                        .setRetry(true)
                        .setRetryTimeout(SOON))
                .build());
    }
}
