package io.pushmi.runtime.doors.pushmi;

import io.pushmi.contracts.events.v1.Claim;
import io.pushmi.contracts.events.v1.ExecutionContext;
import io.pushmi.contracts.events.v1.Version;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Execution contexts as callers see them. For one thread at a time. */
final class ContextWriter {
    private io.pushmi.runtime.execution.@Nullable ExecutionContext last;
    private ExecutionContext written = ExecutionContext.getDefaultInstance();

    /** Most contexts are those of the commit before but for the correlation, and the rest is not written anew. */
    ExecutionContext write(io.pushmi.runtime.execution.ExecutionContext context) {
        if (last == null || !differOnlyInCorrelation(last, context)) {
            written = writeAll(context);
        } else if (!last.correlation().equals(context.correlation())) {
            written = written.toBuilder()
                    .setCorrelation(context.correlation().toString())
                    .build();
        }
        last = context;
        return written;
    }

    private static boolean differOnlyInCorrelation(
            io.pushmi.runtime.execution.ExecutionContext one, io.pushmi.runtime.execution.ExecutionContext other) {
        return one.microservice().equals(other.microservice())
                && one.tenant().equals(other.tenant())
                && one.version().equals(other.version())
                && one.environment().equals(other.environment())
                && one.span() == null
                && other.span() == null
                && one.claims().equals(other.claims());
    }

    private static ExecutionContext writeAll(io.pushmi.runtime.execution.ExecutionContext context) {
        ExecutionContext.Builder wire = ExecutionContext.newBuilder()
                .setMicroservice(context.microservice().toString())
                .setTenant(context.tenant().toString())
                .setVersion(write(context.version()))
                .setCorrelation(context.correlation().toString())
                .setEnvironment(context.environment().name())
                .setSpan(
                        context.span() == null
                                ? ""
                                : HexFormat.of().toHexDigits(context.span().value()));
        for (io.pushmi.runtime.execution.Claim claim : context.claims()) {
            wire.addClaims(Claim.newBuilder()
                    .setKey(claim.key())
                    .setValue(claim.value())
                    .setValueType(claim.valueType()));
        }
        return wire.build();
    }

    private static Version write(io.pushmi.runtime.execution.Version version) {
        return Version.newBuilder()
                .setMajor(version.major())
                .setMinor(version.minor())
                .setPatch(version.patch())
                .setBuild(version.build())
                .setPreRelease(version.preRelease())
                .build();
    }
}
