package io.pushmi.benchmarks;

import com.google.protobuf.ByteString;
import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.services.CallRequestContext;
import io.pushmi.contracts.versioning.Version;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** What every request of a client has in it. */
final class Wire {
    /** The one that is served without any configuration. */
    static final UUID TENANT = UUID.fromString("445f8ea8-1a6f-40d7-b2fc-796dba92dc44");

    static final Artifact EVENT_TYPE = eventType(UUID.fromString("5b0f7c1e-6d1f-4b57-9a39-0c3c1d1f8e01"));
    static final Uuid AGGREGATE_ROOT = uuid(UUID.fromString("5b0f7c1e-6d1f-4b57-9a39-0c3c1d1f8e02"));

    private static final Uuid MICROSERVICE = uuid(UUID.fromString("5b0f7c1e-6d1f-4b57-9a39-0c3c1d1f8e03"));
    private static final Uuid HEAD = uuid(UUID.fromString("5b0f7c1e-6d1f-4b57-9a39-0c3c1d1f8e04"));

    private Wire() {}

    /** The first generation of one. */
    static Artifact eventType(UUID id) {
        return Artifact.newBuilder().setId(uuid(id)).setGeneration(1).build();
    }

    static CallRequestContext context(UUID correlation) {
        return CallRequestContext.newBuilder()
                .setHeadId(HEAD)
                .setExecutionContext(ExecutionContext.newBuilder()
                        .setTenantId(uuid(TENANT))
                        .setMicroserviceId(MICROSERVICE)
                        .setCorrelationId(uuid(correlation))
                        .setVersion(Version.newBuilder().setMajor(1))
                        .setEnvironment("Development"))
                .build();
    }

    /** As the contracts want it: the first three groups with their bytes in reverse. */
    static Uuid uuid(UUID id) {
        byte[] bytes = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (id.getMostSignificantBits() >>> 32))
                .putShort((short) (id.getMostSignificantBits() >>> 16))
                .putShort((short) id.getMostSignificantBits())
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(id.getLeastSignificantBits())
                .array();
        return Uuid.newBuilder().setValue(ByteString.copyFrom(bytes)).build();
    }
}
