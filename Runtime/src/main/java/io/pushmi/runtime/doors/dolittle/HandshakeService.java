package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.handshake.HandshakeGrpc;
import io.pushmi.contracts.runtime.handshake.HandshakeRequest;
import io.pushmi.contracts.runtime.handshake.HandshakeResponse;
import io.pushmi.runtime.configuration.OpenTelemetry;
import io.pushmi.runtime.configuration.Platform;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whether a client and this Runtime understand each other, and tells the client who it is. */
final class HandshakeService extends HandshakeGrpc.HandshakeImplBase {
    private static final Logger LOG = LoggerFactory.getLogger(HandshakeService.class);

    private final UnaryCall<HandshakeResponse> handshake = new UnaryCall<>(
            "Handshake/Handshake",
            failure -> HandshakeResponse.newBuilder().setFailure(failure).build());

    private final HandshakeResponse welcome;
    private final LatestBuildResults buildResults;

    HandshakeService(RuntimeConfiguration configuration, RuntimeVersion version, LatestBuildResults buildResults) {
        this.welcome = welcome(configuration, version);
        this.buildResults = buildResults;
    }

    private static HandshakeResponse welcome(RuntimeConfiguration configuration, RuntimeVersion version) {
        Platform platform = configuration.platform();
        HandshakeResponse.Builder welcome = HandshakeResponse.newBuilder()
                .setRuntimeVersion(Versions.write(version.value()))
                .setContractsVersion(Versions.write(ContractsVersions.OURS))
                .setCustomerId(Guids.write(platform.customerId().value()))
                .setCustomerName(platform.customerName())
                .setApplicationId(Guids.write(platform.applicationId().value()))
                .setApplicationName(platform.applicationName())
                .setMicroserviceId(Guids.write(platform.microserviceId().value()))
                .setMicroserviceName(platform.microserviceName())
                .setEnvironmentName(platform.environment().name());
        OpenTelemetry openTelemetry = configuration.openTelemetry();
        if (openTelemetry.tracing()) {
            openTelemetry.endpoint().ifPresent(endpoint -> welcome.setOtlpEndpoint(endpoint.toString()));
        }
        return welcome.build();
    }

    @Override
    public void handshake(HandshakeRequest request, StreamObserver<HandshakeResponse> caller) {
        handshake.answer(caller, () -> {
            requireComplete(request);
            ContractsVersions.requireServed(Versions.read(request.getContractsVersion()));
            LOG.info(
                    "SDK {} {} with contracts {} connected for head {} at attempt {}",
                    request.getSdkIdentifier(),
                    Versions.read(request.getSdkVersion()),
                    Versions.read(request.getContractsVersion()),
                    Versions.read(request.getHeadVersion()),
                    Integer.toUnsignedString(request.getAttempt()));
            buildResults.set(request.getBuildResults());
            return CompletableFuture.completedFuture(welcome);
        });
    }

    private static void requireComplete(HandshakeRequest request) {
        require(!request.getSdkIdentifier().isBlank(), "sdkIdentifier");
        require(request.hasHeadVersion(), "headVersion");
        require(request.hasSdkVersion(), "sdkVersion");
        require(request.hasContractsVersion(), "contractsVersion");
        require(request.hasTimeSpent(), "timeSpent");
    }

    private static void require(boolean isThere, String field) {
        if (!isThere) {
            throw new Refusal(FailureType.MISSING_HANDSHAKE_INFORMATION, "expected " + field + ", found nothing there");
        }
    }
}
