package io.pushmi.runtime.engines.mongodb;

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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The execution context in a commit document. */
final class ContextDocuments {
    private ContextDocuments() {}

    static void write(String name, ExecutionContext context, BsonWriter to) {
        int document = to.document(name);
        to.text("correlation", context.correlation().toString());
        to.text("microservice", context.microservice().toString());
        to.text("tenant", context.tenant().toString());
        to.text("environment", context.environment().name());
        write(context.version(), to);
        SpanId span = context.span();
        if (span != null) {
            to.int64("span", span.value());
        }
        if (!context.claims().isEmpty()) {
            int array = to.array("claims");
            for (int i = 0; i < context.claims().size(); i++) {
                Claim claim = context.claims().get(i);
                int one = to.document(i);
                to.text("key", claim.key());
                to.text("value", claim.value());
                to.text("valueType", claim.valueType());
                to.end(one);
            }
            to.end(array);
        }
        to.end(document);
    }

    private static void write(Version version, BsonWriter to) {
        int document = to.document("version");
        to.int32("major", version.major());
        to.int32("minor", version.minor());
        to.int32("patch", version.patch());
        if (version.build() != 0) {
            to.int32("build", version.build());
        }
        if (!version.preRelease().isEmpty()) {
            to.text("preRelease", version.preRelease());
        }
        to.end(document);
    }

    static ExecutionContext read(BsonReader from) {
        UUID correlation = null;
        UUID microservice = null;
        UUID tenant = null;
        String environment = null;
        Version version = Version.NOT_SET;
        SpanId span = null;
        List<Claim> claims = new ArrayList<>();
        while (from.next()) {
            switch (from.name()) {
                case "correlation" -> correlation = UUID.fromString(from.text());
                case "microservice" -> microservice = UUID.fromString(from.text());
                case "tenant" -> tenant = UUID.fromString(from.text());
                case "environment" -> environment = from.text();
                case "version" -> version = version(from.inside());
                case "span" -> span = new SpanId(from.number());
                case "claims" -> {
                    BsonReader all = from.inside();
                    while (all.next()) {
                        claims.add(claim(all.inside()));
                    }
                }
                default -> {
                    // What a later version added.
                }
            }
        }
        return new ExecutionContext(
                new MicroserviceId(CommitParser.required(microservice, "the microservice of its context")),
                new TenantId(CommitParser.required(tenant, "the tenant of its context")),
                version,
                new CorrelationId(CommitParser.required(correlation, "the correlation of its context")),
                claims,
                new Environment(CommitParser.required(environment, "the environment of its context")),
                span);
    }

    private static Version version(BsonReader from) {
        int major = 0;
        int minor = 0;
        int patch = 0;
        int build = 0;
        String preRelease = "";
        while (from.next()) {
            switch (from.name()) {
                case "major" -> major = from.smallNumber();
                case "minor" -> minor = from.smallNumber();
                case "patch" -> patch = from.smallNumber();
                case "build" -> build = from.smallNumber();
                case "preRelease" -> preRelease = from.text();
                default -> {
                    // What a later version added.
                }
            }
        }
        return new Version(major, minor, patch, build, preRelease);
    }

    private static Claim claim(BsonReader from) {
        @Nullable String key = null;
        @Nullable String value = null;
        @Nullable String valueType = null;
        while (from.next()) {
            switch (from.name()) {
                case "key" -> key = from.text();
                case "value" -> value = from.text();
                case "valueType" -> valueType = from.text();
                default -> {
                    // What a later version added.
                }
            }
        }
        return new Claim(
                CommitParser.required(key, "the key of a claim"),
                CommitParser.required(value, "the value of a claim"),
                CommitParser.required(valueType, "the type of a claim"));
    }
}
