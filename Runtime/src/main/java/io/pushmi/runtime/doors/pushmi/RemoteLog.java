package io.pushmi.runtime.doors.pushmi;

import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.pushmi.contracts.events.v1.AggregateReference;
import io.pushmi.contracts.events.v1.EventLogGrpc;
import io.pushmi.contracts.events.v1.EventLogGrpc.EventLogBlockingStub;
import io.pushmi.contracts.events.v1.EventPage;
import io.pushmi.contracts.events.v1.FindPositionRequest;
import io.pushmi.contracts.events.v1.FollowRequest;
import io.pushmi.contracts.events.v1.GetRequest;
import io.pushmi.contracts.events.v1.HeadRequest;
import io.pushmi.contracts.events.v1.LogReference;
import io.pushmi.contracts.events.v1.ReadRequest;
import io.pushmi.runtime.events.Direction;
import io.pushmi.runtime.events.EventFilter;
import io.pushmi.runtime.events.EventRange;
import io.pushmi.runtime.events.ReadLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A log of a Runtime that runs elsewhere, for a program that reads it. Every method waits for the answer, and fails with
 * {@link RemoteFailure}. For one thread at a time, but may be closed by any.
 */
public final class RemoteLog implements AutoCloseable {
    private static final int LARGEST_MESSAGE = 64 * 1024 * 1024;
    private static final long NOTICED_AS_GONE_AFTER_SECONDS = 20;

    private final RemoteCalls calls;
    private final ManagedChannel channel;
    private final EventLogBlockingStub log;
    private final LogReference reference;

    private RemoteLog(String runtime, ManagedChannel channel, NamedLog named) {
        this.calls = new RemoteCalls(runtime, "Runtime whose event logs can be read here");
        this.channel = channel;
        this.log = EventLogGrpc.newBlockingStub(channel);
        this.reference = named.reference();
    }

    /** A log, with a connection of its own that is made with the first call. */
    public static RemoteLog at(String host, int port, NamedLog named) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(host, port)
                .usePlaintext()
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .keepAliveTime(NOTICED_AS_GONE_AFTER_SECONDS, TimeUnit.SECONDS)
                .build();
        return over(channel, host + ":" + port, named);
    }

    /**
     * The same over a channel that is there.
     *
     * @param runtime what to call the Runtime at the other end
     */
    static RemoteLog over(ManagedChannel channel, String runtime, NamedLog named) {
        return new RemoteLog(runtime, channel, named);
    }

    /** Reads a part of the log; at least one page, each when the one before has been taken. */
    public Iterator<ShownPage> read(EventRange range, EventFilter filter, ReadLimit limit) {
        ReadRequest.Builder request = ReadRequest.newBuilder()
                .setLog(reference)
                .setFrom(range.from().value())
                .setDirection(
                        range.direction() == Direction.BACKWARD
                                ? io.pushmi.contracts.events.v1.Direction.DIRECTION_BACKWARD
                                : io.pushmi.contracts.events.v1.Direction.DIRECTION_FORWARD)
                .setFilter(write(filter))
                .setMaxEvents(limit.events())
                .setMaxBytes(limit.bytes());
        SequenceNumber to = range.to();
        if (to != null) {
            request.setTo(to.value());
        }
        return pages(calls.ask(() -> log.read(request.build())));
    }

    /** Every event from the position on, and then each as it is committed, without end; null for those to come. */
    public Iterator<ShownPage> follow(@Nullable SequenceNumber from, EventFilter filter) {
        FollowRequest.Builder request =
                FollowRequest.newBuilder().setLog(reference).setFilter(write(filter));
        if (from != null) {
            request.setFrom(from.value());
        }
        return pages(calls.ask(() -> log.follow(request.build())));
    }

    /** One event. */
    public ShownEvent get(SequenceNumber number, boolean includesSystem) {
        GetRequest request = GetRequest.newBuilder()
                .setLog(reference)
                .setNumber(number.value())
                .setIncludeSystem(includesSystem)
                .build();
        return CommitParser.events(calls.ask(() -> log.get(request)).getCommit())
                .get(0);
    }

    /** The position that the next event gets. */
    public SequenceNumber head() {
        return new SequenceNumber(calls.ask(() ->
                        log.head(HeadRequest.newBuilder().setLog(reference).build()))
                .getNext());
    }

    /** The position of the first event at the instant or later. */
    public SequenceNumber positionOf(Instant instant) {
        Timestamp timestamp = CommitWriter.timestamp(instant);
        FindPositionRequest request = FindPositionRequest.newBuilder()
                .setLog(reference)
                .setInstant(timestamp)
                .build();
        return new SequenceNumber(calls.ask(() -> log.findPosition(request)).getPosition());
    }

    /** Ends all calls, which fail. */
    @Override
    public void close() {
        channel.shutdownNow();
    }

    private Iterator<ShownPage> pages(Iterator<EventPage> wire) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return calls.ask(wire::hasNext);
            }

            @Override
            public ShownPage next() {
                return CommitParser.page(calls.ask(wire::next));
            }
        };
    }

    private static io.pushmi.contracts.events.v1.EventFilter write(EventFilter filter) {
        io.pushmi.contracts.events.v1.EventFilter.Builder wire =
                io.pushmi.contracts.events.v1.EventFilter.newBuilder().setIncludeSystem(filter.includesSystem());
        filter.types().forEach(type -> wire.addEventTypes(type.value()));
        filter.sources().forEach(source -> wire.addEventSources(source.value()));
        filter.correlations().forEach(correlation -> wire.addCorrelations(correlation.toString()));
        filter.partitions().forEach(partition -> wire.addPartitions(partition.value()));
        filter.aggregates()
                .forEach(aggregate -> wire.addAggregates(AggregateReference.newBuilder()
                        .setRoot(aggregate.root().value())
                        .setSource(aggregate.source().value())));
        return wire.build();
    }
}
