package io.pushmi.runtime.doors.dolittle;

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
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * Moves event handlers, so that they get events again. Its stages fail with {@link Refusal} where a handler was not moved;
 * with several tenants each is tried, and the refusal is that of the first that was not.
 */
record Reprocessing(OperateProcessors processors, EventReading reading) {
    /** To an event, for one tenant. */
    CompletionStage<Void> from(ProcessorId handler, TenantId tenant, SequenceNumber position) {
        return move(handler, tenant, position).toFuture();
    }

    /** To the first event that occurred at an instant or later, for one tenant or for all. */
    CompletionStage<Void> from(ProcessorId handler, Optional<TenantId> tenant, Instant instant) {
        return forTenants(
                handler,
                tenant,
                each -> Mono.fromCompletionStage(() -> log(handler, each).positionOf(instant))
                        .flatMap(found -> move(handler, each, found.position())));
    }

    /** To the first event, for all tenants. */
    CompletionStage<Void> fromFirst(ProcessorId handler) {
        return forTenants(handler, Optional.empty(), each -> move(handler, each, SequenceNumber.FIRST));
    }

    /**
     * A number that the contract declares as unsigned.
     *
     * @throws Refusal if it is larger than any that there can be
     */
    static long requireSmall(long number, String what) {
        if (number < 0) {
            throw new Refusal(
                    FailureType.CANNOT_REPROCESS_FROM_THERE,
                    "expected " + what + " of at most " + Long.MAX_VALUE + ", found " + Long.toUnsignedString(number));
        }
        return number;
    }

    static Refusal notRegistered(ProcessorId handler) {
        return new Refusal(FailureType.EVENT_HANDLER_NOT_REGISTERED, describe(handler));
    }

    private CompletionStage<Void> forTenants(
            ProcessorId handler, Optional<TenantId> tenant, Function<TenantId, Mono<Void>> move) {
        return Mono.fromCompletionStage(() -> processors.status(handler, tenant))
                .flatMapIterable(statuses -> tenantsOf(handler, tenant, statuses))
                .concatMapDelayError(move)
                .then()
                .onErrorMap(Reprocessing::first)
                .toFuture();
    }

    private static List<TenantId> tenantsOf(
            ProcessorId handler, Optional<TenantId> wanted, Optional<List<ProcessorStatus>> statuses) {
        if (statuses.isEmpty()) {
            throw notRegistered(handler);
        }
        List<TenantId> tenants =
                statuses.get().stream().map(ProcessorStatus::tenant).toList();
        if (wanted.isPresent() && !tenants.contains(wanted.get())) {
            throw notForTenant(handler, wanted.get());
        }
        return tenants;
    }

    private static Throwable first(Throwable problem) {
        List<Throwable> all = Exceptions.unwrapMultiple(problem);
        return all.isEmpty() ? problem : all.get(0);
    }

    private Mono<Void> move(ProcessorId handler, TenantId tenant, SequenceNumber to) {
        return Mono.fromCompletionStage(() -> processors.reprocessFrom(handler, tenant, to))
                .flatMap(result -> moved(handler, tenant, result));
    }

    private static Mono<Void> moved(ProcessorId handler, TenantId tenant, OperationResult result) {
        if (result instanceof OperationResult.Done) {
            return Mono.empty();
        }
        if (result instanceof OperationResult.Refused refused) {
            return Mono.error(new Refusal(
                    FailureType.CANNOT_REPROCESS_FROM_THERE, "for tenant " + tenant + ", " + refused.reason()));
        }
        return Mono.error(
                result instanceof OperationResult.NotForTenant
                        ? notForTenant(handler, tenant)
                        : notRegistered(handler));
    }

    private static Refusal notForTenant(ProcessorId handler, TenantId tenant) {
        return new Refusal(
                FailureType.EVENT_HANDLER_NOT_REGISTERED_FOR_TENANT, describe(handler) + ", and tenant " + tenant);
    }

    private ReadableLog log(ProcessorId handler, TenantId tenant) {
        return reading.log(tenant, handler.scope()).orElseThrow(() -> notForTenant(handler, tenant));
    }

    private static String describe(ProcessorId handler) {
        return "event handler " + handler.value() + " in scope " + handler.scope();
    }
}
