package io.pushmi.runtime.doors.dolittle;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.pushmi.contracts.services.CallRequestContext;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.runtime.execution.Claim;
import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.execution.Environment;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.execution.SpanId;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Execution contexts, in and out. What comes in goes out the same, claims in their order. */
final class ExecutionContexts {
    private static final String CALL = "callContext";
    private static final String PATH = CALL + ".executionContext";

    private ExecutionContexts() {}

    /**
     * The context of a call, from its field {@code callContext}.
     *
     * @throws MalformedRequest if it is not complete
     */
    static ExecutionContext ofCall(boolean isSet, CallRequestContext call) {
        if (!isSet) {
            throw MalformedRequest.notSet(CALL, "a CallRequestContext");
        }
        if (!call.hasExecutionContext()) {
            throw MalformedRequest.notSet(PATH, "an ExecutionContext");
        }
        return read(call.getExecutionContext());
    }

    /**
     * The context of a registration, from its field {@code callContext}, in which it is known to be set.
     *
     * @throws MalformedRequest if it is not complete
     */
    static ExecutionContext ofRegistration(ReverseCallArgumentsContext call) {
        return read(call.getExecutionContext());
    }

    private static ExecutionContext read(io.pushmi.contracts.execution.ExecutionContext wire) {
        MicroserviceId microservice = new MicroserviceId(
                Guids.require(wire.hasMicroserviceId(), wire.getMicroserviceId(), PATH + ".microserviceId"));
        TenantId tenant = new TenantId(Guids.require(wire.hasTenantId(), wire.getTenantId(), PATH + ".tenantId"));
        if (!wire.hasVersion()) {
            throw MalformedRequest.notSet(PATH + ".version", "a Version");
        }
        CorrelationId correlation = new CorrelationId(
                Guids.require(wire.hasCorrelationId(), wire.getCorrelationId(), PATH + ".correlationId"));
        return new ExecutionContext(
                microservice,
                tenant,
                Versions.read(wire.getVersion()),
                correlation,
                claims(wire),
                new Environment(wire.getEnvironment()),
                span(wire));
    }

    private static List<Claim> claims(io.pushmi.contracts.execution.ExecutionContext wire) {
        if (wire.getClaimsCount() == 0) {
            return List.of();
        }
        List<Claim> claims = new ArrayList<>(wire.getClaimsCount());
        for (io.pushmi.contracts.security.Claim claim : wire.getClaimsList()) {
            claims.add(new Claim(claim.getKey(), claim.getValue(), claim.getValueType()));
        }
        return claims;
    }

    private static @Nullable SpanId span(io.pushmi.contracts.execution.ExecutionContext wire) {
        if (!wire.hasSpanId()) {
            return null;
        }
        ByteString bytes = wire.getSpanId();
        if (bytes.size() != Long.BYTES) {
            throw new MalformedRequest(
                    PATH + ".spanId", "expected " + Long.BYTES + " bytes or nothing, found " + bytes.size());
        }
        long span = bytes.asReadOnlyByteBuffer().getLong();
        return span == 0 ? null : new SpanId(span);
    }

    static io.pushmi.contracts.execution.ExecutionContext write(ExecutionContext context) {
        io.pushmi.contracts.execution.ExecutionContext.Builder wire =
                io.pushmi.contracts.execution.ExecutionContext.newBuilder()
                        .setMicroserviceId(Guids.write(context.microservice().value()))
                        .setTenantId(Guids.write(context.tenant().value()))
                        .setVersion(Versions.write(context.version()))
                        .setCorrelationId(Guids.write(context.correlation().value()))
                        .setEnvironment(context.environment().name());
        for (Claim claim : context.claims()) {
            wire.addClaims(io.pushmi.contracts.security.Claim.newBuilder()
                    .setKey(claim.key())
                    .setValue(claim.value())
                    .setValueType(claim.valueType()));
        }
        SpanId span = context.span();
        if (span != null) {
            byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(span.value()).array();
            wire.setSpanId(UnsafeByteOperations.unsafeWrap(bytes));
        }
        return wire.build();
    }
}
