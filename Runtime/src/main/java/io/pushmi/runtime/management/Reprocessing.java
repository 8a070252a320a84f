package io.pushmi.runtime.management;

import io.pushmi.runtime.events.EventReading;
import io.pushmi.runtime.events.ReadableLog;
import io.pushmi.runtime.processing.OperateProcessors;
import io.pushmi.runtime.processing.OperationResult;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorStatus;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Moves processors, so that they get events again. Where no tenant is given each one that the processor runs for is tried,
 * and the result is that of the first that was not moved. Stages fail as those of {@link OperateProcessors} do; safe for
 * any thread.
 */
public final class Reprocessing {
    private final OperateProcessors processors;
    private final EventReading reading;

    /** @param reading finds instants in the logs that the processors work through */
    public Reprocessing(OperateProcessors processors, EventReading reading) {
        this.processors = processors;
        this.reading = reading;
    }

    /** Moves a processor to an event. */
    public CompletionStage<OperationResult> from(
            ProcessorId processor, Optional<TenantId> tenant, SequenceNumber position) {
        return forTenants(processor, tenant, each -> move(processor, each, position));
    }

    /** Moves a processor to the first event that occurred at an instant or later; to the end if there is none. */
    public CompletionStage<OperationResult> from(ProcessorId processor, Optional<TenantId> tenant, Instant instant) {
        return forTenants(processor, tenant, each -> {
            Optional<ReadableLog> log = reading.log(each, processor.scope());
            return log.isEmpty()
                    ? Mono.just(OperationResult.NOT_FOR_TENANT)
                    : Mono.fromCompletionStage(() -> log.get().positionOf(instant))
                            .flatMap(found -> move(processor, each, found.position()));
        });
    }

    private CompletionStage<OperationResult> forTenants(
            ProcessorId processor, Optional<TenantId> tenant, Function<TenantId, Mono<OperationResult>> move) {
        if (tenant.isPresent()) {
            return move.apply(tenant.get()).toFuture();
        }
        return Mono.fromCompletionStage(() -> processors.status(processor, Optional.empty()))
                .flatMap(statuses ->
                        statuses.isEmpty() ? Mono.just(OperationResult.NOT_CONNECTED) : each(statuses.get(), move))
                .toFuture();
    }

    private static Mono<OperationResult> each(
            List<ProcessorStatus> statuses, Function<TenantId, Mono<OperationResult>> move) {
        return Flux.fromIterable(statuses)
                .concatMapDelayError(status -> move.apply(status.tenant()))
                .collectList()
                .map(results -> results.stream()
                        .filter(result -> !(result instanceof OperationResult.Done))
                        .findFirst()
                        .orElse(OperationResult.DONE));
    }

    private Mono<OperationResult> move(ProcessorId processor, TenantId tenant, SequenceNumber to) {
        return Mono.fromCompletionStage(() -> processors.reprocessFrom(processor, tenant, to))
                .map(result -> result instanceof OperationResult.Refused refused
                        ? new OperationResult.Refused("for tenant " + tenant + ", " + refused.reason())
                        : result);
    }
}
