package io.pushmi.runtime.management.moving;

import static io.pushmi.runtime.management.moving.LineJson.integer;
import static io.pushmi.runtime.management.moving.LineJson.text;
import static io.pushmi.runtime.management.moving.LineJson.uuid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.execution.Claim;
import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.execution.Environment;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.execution.SpanId;
import io.pushmi.runtime.execution.Version;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The execution context of a commit, within its line. */
final class ContextJson {
    private static final int HEX = 16;

    private ContextJson() {}

    static ObjectNode of(ExecutionContext context) {
        ObjectNode json = LineJson.object()
                .put("microservice", context.microservice().toString())
                .put("tenant", context.tenant().toString())
                .put("correlation", context.correlation().toString())
                .put("environment", context.environment().name());
        Version version = context.version();
        json.putObject("version")
                .put("major", version.major())
                .put("minor", version.minor())
                .put("patch", version.patch())
                .put("build", version.build())
                .put("preRelease", version.preRelease());
        ArrayNode claims = json.putArray("claims");
        for (Claim claim : context.claims()) {
            claims.addObject()
                    .put("key", claim.key())
                    .put("value", claim.value())
                    .put("valueType", claim.valueType());
        }
        if (context.span() != null) {
            json.put("span", HexFormat.of().toHexDigits(context.span().value()));
        }
        return json;
    }

    static ExecutionContext read(JsonNode json) {
        List<Claim> claims = new ArrayList<>();
        json.required("claims")
                .forEach(claim ->
                        claims.add(new Claim(text(claim, "key"), text(claim, "value"), text(claim, "valueType"))));
        return new ExecutionContext(
                new MicroserviceId(uuid(json, "microservice")),
                new TenantId(uuid(json, "tenant")),
                version(json.required("version")),
                new CorrelationId(uuid(json, "correlation")),
                claims,
                new Environment(text(json, "environment")),
                json.has("span") ? new SpanId(Long.parseUnsignedLong(text(json, "span"), HEX)) : null);
    }

    private static Version version(JsonNode json) {
        return new Version(
                integer(json, "major"),
                integer(json, "minor"),
                integer(json, "patch"),
                integer(json, "build"),
                text(json, "preRelease"));
    }
}
