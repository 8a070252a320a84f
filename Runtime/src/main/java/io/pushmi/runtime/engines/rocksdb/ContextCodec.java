package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.execution.Claim;
import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.execution.Environment;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.execution.SpanId;
import io.pushmi.runtime.execution.Version;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;

/** The stored form of an execution context. */
final class ContextCodec {
    private ContextCodec() {}

    static void write(ExecutionContext context, ByteWriter to) {
        to.uuid(context.microservice().value());
        to.uuid(context.tenant().value());
        Version version = context.version();
        to.signed(version.major())
                .signed(version.minor())
                .signed(version.patch())
                .signed(version.build())
                .text(version.preRelease());
        to.uuid(context.correlation().value());
        to.number(context.claims().size());
        for (Claim claim : context.claims()) {
            to.text(claim.key()).text(claim.value()).text(claim.valueType());
        }
        to.text(context.environment().name());
        // No span has the value zero.
        to.fixed(context.span() == null ? 0 : context.span().value());
    }

    static ExecutionContext read(ByteReader from) {
        MicroserviceId microservice = new MicroserviceId(from.uuid());
        TenantId tenant = new TenantId(from.uuid());
        Version version = new Version(
                from.smallSigned(), from.smallSigned(), from.smallSigned(), from.smallSigned(), from.text());
        CorrelationId correlation = new CorrelationId(from.uuid());
        int count = from.count();
        List<Claim> claims = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            claims.add(new Claim(from.text(), from.text(), from.text()));
        }
        Environment environment = new Environment(from.text());
        long span = from.fixed();
        return new ExecutionContext(
                microservice, tenant, version, correlation, claims, environment, span == 0 ? null : new SpanId(span));
    }
}
