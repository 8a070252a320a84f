package io.pushmi.runtime.doors.pushmi;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.processing.v1.AwaitHandledRequest;
import io.pushmi.contracts.processing.v1.AwaitHandledResponse;
import io.pushmi.contracts.processing.v1.AwaitOutcome;
import io.pushmi.contracts.processing.v1.ProcessingGrpc;
import io.pushmi.runtime.processing.AwaitResult;
import io.pushmi.runtime.processing.OperateProcessors;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Duration;

/** Waits for processors. */
final class ProcessingService extends ProcessingGrpc.ProcessingImplBase {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MOST_TROUBLED = 100;

    private final OperateProcessors processors;
    private final Tenants tenants;

    ProcessingService(OperateProcessors processors, Tenants tenants) {
        this.processors = processors;
        this.tenants = tenants;
    }

    @Override
    public void awaitHandled(AwaitHandledRequest request, StreamObserver<AwaitHandledResponse> caller) {
        UnaryAnswer.to(caller, () -> {
            ProcessorId processor = ProcessorFields.processor(request.hasProcessor(), request.getProcessor());
            TenantId tenant = ProcessorFields.tenant(request.getTenant(), tenants);
            SequenceNumber position = Fields.position(request.getPosition(), "position");
            return processors
                    .awaitHandled(processor, tenant, position, longest(request))
                    .thenApply(ProcessingService::response);
        });
    }

    private static Duration longest(AwaitHandledRequest request) {
        Duration longest = Fields.duration(request.hasLongest(), request.getLongest(), "longest");
        if (longest.compareTo(LONGEST) > 0) {
            throw new MalformedRequest("longest", "expected at most " + LONGEST.toSeconds() + " s, found " + longest);
        }
        return longest;
    }

    private static AwaitHandledResponse response(AwaitResult result) {
        AwaitHandledResponse.Builder response = AwaitHandledResponse.newBuilder();
        if (result instanceof AwaitResult.NotInTime late) {
            late.troubled().stream()
                    .limit(MOST_TROUBLED)
                    .map(ProcessorFields::write)
                    .forEach(response::addTroubled);
        }
        return response.setOutcome(
                        result instanceof AwaitResult.Handled
                                ? AwaitOutcome.AWAIT_OUTCOME_HANDLED
                                : result instanceof AwaitResult.NotInTime
                                        ? AwaitOutcome.AWAIT_OUTCOME_NOT_IN_TIME
                                        : AwaitOutcome.AWAIT_OUTCOME_NOT_CONNECTED)
                .build();
    }
}
