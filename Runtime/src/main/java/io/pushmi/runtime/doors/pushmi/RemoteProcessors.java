package io.pushmi.runtime.doors.pushmi;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.pushmi.contracts.management.v1.ConnectedProcessor;
import io.pushmi.contracts.management.v1.ListPartitionsRequest;
import io.pushmi.contracts.management.v1.ListProcessorsRequest;
import io.pushmi.contracts.management.v1.ListSkippedEventsRequest;
import io.pushmi.contracts.management.v1.ProcessorStanding;
import io.pushmi.contracts.management.v1.ProcessorsGrpc;
import io.pushmi.contracts.management.v1.ProcessorsGrpc.ProcessorsBlockingStub;
import io.pushmi.contracts.management.v1.ReprocessRequest;
import io.pushmi.contracts.management.v1.RetryPartitionRequest;
import io.pushmi.contracts.management.v1.SkipEventRequest;
import io.pushmi.runtime.doors.RemoteCalls;
import io.pushmi.runtime.doors.RemoteFailure;
import io.pushmi.runtime.processing.PartitionStatus;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorStatus;
import io.pushmi.runtime.processing.Skip;
import io.pushmi.runtime.processing.SkippedEvent;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The processors of a Runtime that runs, for a program that operates them. Every method waits for the answer, and fails
 * with {@link RemoteFailure}. For one thread at a time, but may be closed by any.
 */
public final class RemoteProcessors implements AutoCloseable {
    private static final int LARGEST_MESSAGE = 64 * 1024 * 1024;
    private static final long NOTICED_AS_GONE_AFTER_SECONDS = 20;

    private final ManagedChannel channel;
    private final ProcessorsBlockingStub processors;
    private final RemoteCalls calls;

    private RemoteProcessors(ManagedChannel channel, String runtime) {
        this.channel = channel;
        this.processors = ProcessorsGrpc.newBlockingStub(channel);
        this.calls = new RemoteCalls(runtime, "Runtime whose processors can be operated here");
    }

    /** Those of the Runtime whose management endpoint this is, with a connection that is made with the first call. */
    public static RemoteProcessors at(String host, int port) {
        return new RemoteProcessors(
                NettyChannelBuilder.forAddress(host, port)
                        .usePlaintext()
                        .maxInboundMessageSize(LARGEST_MESSAGE)
                        .keepAliveTime(NOTICED_AS_GONE_AFTER_SECONDS, TimeUnit.SECONDS)
                        .build(),
                host + ":" + port);
    }

    /** Everything that is connected, and how it stands for one tenant or for all. */
    public List<ShownProcessor> list(Optional<TenantId> tenant) {
        ListProcessorsRequest request =
                ListProcessorsRequest.newBuilder().setTenant(text(tenant)).build();
        return calls.ask(() -> processors.listProcessors(request)).getProcessorsList().stream()
                .map(RemoteProcessors::read)
                .toList();
    }

    /** The failing and parked partitions, in the order of their positions. */
    public List<PartitionStatus> partitions(ProcessorId processor, TenantId tenant) {
        ListPartitionsRequest request = ListPartitionsRequest.newBuilder()
                .setProcessor(ProcessorFields.reference(processor))
                .setTenant(tenant.toString())
                .build();
        return calls.ask(() -> processors.listPartitions(request)).getPartitionsList().stream()
                .map(ProcessorFields::read)
                .toList();
    }

    /** Delivers the event that a failing partition is at now. */
    public void retry(ProcessorId processor, TenantId tenant, PartitionId partition) {
        RetryPartitionRequest request = RetryPartitionRequest.newBuilder()
                .setProcessor(ProcessorFields.reference(processor))
                .setTenant(tenant.toString())
                .setPartition(partition.value())
                .build();
        calls.ask(() -> processors.retryPartition(request));
    }

    /** Gives up the event that a failing partition is at. */
    public void skip(
            ProcessorId processor, TenantId tenant, PartitionId partition, SequenceNumber position, Skip skip) {
        SkipEventRequest request = SkipEventRequest.newBuilder()
                .setProcessor(ProcessorFields.reference(processor))
                .setTenant(tenant.toString())
                .setPartition(partition.value())
                .setPosition(position.value())
                .setBy(skip.by())
                .setReason(skip.reason())
                .build();
        calls.ask(() -> processors.skipEvent(request));
    }

    /** The events that were skipped, in the order of their positions. */
    public List<SkippedEvent> skipped(ProcessorId processor, TenantId tenant) {
        ListSkippedEventsRequest request = ListSkippedEventsRequest.newBuilder()
                .setProcessor(ProcessorFields.reference(processor))
                .setTenant(tenant.toString())
                .build();
        return calls.ask(() -> processors.listSkippedEvents(request)).getEventsList().stream()
                .map(event -> new SkippedEvent(
                        new SequenceNumber(event.getPosition()),
                        new PartitionId(event.getPartition()),
                        new Skip(event.getBy(), event.getReason()),
                        Fields.instant(true, event.getSkipped(), "skipped")))
                .toList();
    }

    /** Moves a processor to an event, for one tenant or for all that it runs for. */
    public void reprocess(ProcessorId processor, Optional<TenantId> tenant, SequenceNumber from) {
        ReprocessRequest request = ReprocessRequest.newBuilder()
                .setProcessor(ProcessorFields.reference(processor))
                .setTenant(text(tenant))
                .setPosition(from.value())
                .build();
        calls.ask(() -> processors.reprocess(request));
    }

    /** Ends all calls, which fail. */
    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static String text(Optional<TenantId> tenant) {
        return tenant.map(TenantId::toString).orElse("");
    }

    private static ShownProcessor read(ConnectedProcessor processor) {
        return new ShownProcessor(
                ProcessorFields.read(processor.getProcessor()),
                processor.getAlias(),
                processor.getPartitioned(),
                processor.getEventTypesList(),
                processor.getTenantsList().stream().map(RemoteProcessors::read).toList());
    }

    private static ShownProcessor.Standing read(ProcessorStanding standing) {
        return new ShownProcessor.Standing(
                new TenantId(UUID.fromString(standing.getTenant())),
                new SequenceNumber(standing.getPosition()),
                standing.getStreamPosition(),
                standing.hasLastHandled() ? Fields.instant(true, standing.getLastHandled(), "last_handled") : null,
                standing.getFailing(),
                standing.getParked(),
                new ProcessorStatus.Lag(
                        standing.getLagEvents(),
                        Duration.ofSeconds(
                                standing.getLagAge().getSeconds(),
                                standing.getLagAge().getNanos())));
    }
}
