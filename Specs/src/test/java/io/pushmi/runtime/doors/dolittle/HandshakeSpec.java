package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.handshake.HandshakeGrpc;
import io.pushmi.contracts.runtime.handshake.HandshakeRequest;
import io.pushmi.contracts.runtime.handshake.HandshakeResponse;
import io.pushmi.contracts.versioning.Version;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HandshakeSpec {
    private static HandshakeRequest.Builder request() {
        return HandshakeRequest.newBuilder()
                .setSdkIdentifier("Java")
                .setHeadVersion(version(1, 2, 3))
                .setSdkVersion(version(4, 5, 6))
                .setContractsVersion(version(7, 8, 1))
                .setAttempt(0)
                .setTimeSpent(Duration.getDefaultInstance());
    }

    private static Version version(int major, int minor, int patch) {
        return Version.newBuilder()
                .setMajor(major)
                .setMinor(minor)
                .setPatch(patch)
                .build();
    }

    private static HandshakeResponse shake(HandshakeRequest.Builder request) {
        return shake(Map.of(), request);
    }

    private static HandshakeResponse shake(Map<String, String> environment, HandshakeRequest.Builder request) {
        try (Door door = Door.configured(environment)) {
            return HandshakeGrpc.newBlockingStub(door.channel()).handshake(request.build());
        }
    }

    @Nested
    class when_both_ends_understand_each_other {
        @Test
        void tells_who_nobody_configured() {
            assertThat(shake(request()))
                    .isEqualTo(HandshakeResponse.newBuilder()
                            .setRuntimeVersion(version(3, 2, 1))
                            .setContractsVersion(version(7, 8, 1))
                            .setCustomerId(id("ca900ec9-bae8-462e-b262-fa3efc825ca8"))
                            .setCustomerName("[Not Set]")
                            .setApplicationId(id("4fe9492c-1d19-4e6b-be72-03208789906e"))
                            .setApplicationName("[Not Set]")
                            .setMicroserviceId(id("4a5d2bc3-543f-459a-ab0b-e8e924093260"))
                            .setMicroserviceName("[Not Set]")
                            .setEnvironmentName("Development")
                            .build());
        }

        @Test
        void tells_who_is_configured() {
            String customer = "0b9a5b0e-0c3f-4b8c-9d39-1f5f0a5ad1b7";
            String application = "5c1f0a0a-2d2b-4a5e-8f0c-0d5a8e5a9c11";
            Map<String, String> environment = Map.of(
                    "DOLITTLE__RUNTIME__PLATFORM__CUSTOMERID", customer,
                    "DOLITTLE__RUNTIME__PLATFORM__CUSTOMERNAME", "Acme",
                    "DOLITTLE__RUNTIME__PLATFORM__APPLICATIONID", application,
                    "DOLITTLE__RUNTIME__PLATFORM__APPLICATIONNAME", "Shop",
                    "DOLITTLE__RUNTIME__PLATFORM__MICROSERVICEID", Requests.MICROSERVICE.toString(),
                    "DOLITTLE__RUNTIME__PLATFORM__MICROSERVICENAME", "Orders",
                    "DOLITTLE__RUNTIME__PLATFORM__ENVIRONMENT", "Production",
                    "DOLITTLE__RUNTIME__OPENTELEMETRY__ENDPOINT", "http://collector:4317");

            assertThat(shake(environment, request()))
                    .isEqualTo(HandshakeResponse.newBuilder()
                            .setRuntimeVersion(version(3, 2, 1))
                            .setContractsVersion(version(7, 8, 1))
                            .setCustomerId(id(customer))
                            .setCustomerName("Acme")
                            .setApplicationId(id(application))
                            .setApplicationName("Shop")
                            .setMicroserviceId(Requests.uuid(Requests.MICROSERVICE))
                            .setMicroserviceName("Orders")
                            .setEnvironmentName("Production")
                            .setOtlpEndpoint("http://collector:4317")
                            .build());
        }

        @Test
        void does_not_tell_where_to_trace_when_tracing_is_off() {
            Map<String, String> environment = Map.of(
                    "DOLITTLE__RUNTIME__OPENTELEMETRY__ENDPOINT", "http://collector:4317",
                    "DOLITTLE__RUNTIME__OPENTELEMETRY__TRACING", "false");

            assertThat(shake(environment, request()).hasOtlpEndpoint()).isFalse();
        }

        private static Uuid id(String text) {
            return Requests.uuid(UUID.fromString(text));
        }
    }

    @Nested
    class when_something_is_missing {
        @Test
        void names_the_first_field_that_is() {
            namesMissing(HandshakeRequest.newBuilder(), "sdkIdentifier");
            namesMissing(request().setSdkIdentifier(" \t"), "sdkIdentifier");
            namesMissing(request().clearHeadVersion().clearTimeSpent(), "headVersion");
            namesMissing(request().clearSdkVersion(), "sdkVersion");
            namesMissing(request().clearContractsVersion(), "contractsVersion");
            namesMissing(request().clearTimeSpent(), "timeSpent");
        }

        private static void namesMissing(HandshakeRequest.Builder request, String field) {
            HandshakeResponse answer = shake(request);

            Answered.failure(answer.getFailure(), FailureType.MISSING_HANDSHAKE_INFORMATION, "expected " + field + ",");
            assertThat(answer.toBuilder().clearFailure().build()).isEqualTo(HandshakeResponse.getDefaultInstance());
        }
    }

    @Nested
    class when_comparing_contracts {
        @ParameterizedTest
        @CsvSource({"6,0,0", "6,4,2", "6,8,9", "6,99,0", "7,0,0", "7,8,0", "7,8,99"})
        void serves_the_sixth_and_the_seventh_generation(int major, int minor, int patch) {
            assertThat(shake(request().setContractsVersion(version(major, minor, patch)))
                            .hasFailure())
                    .isFalse();
        }

        @ParameterizedTest
        @CsvSource({"0,0,0", "5,4,0", "-1,9,0"})
        void asks_older_sdks_to_be_updated(int major, int minor, int patch) {
            Answered.failure(
                    shake(request().setContractsVersion(version(major, minor, patch)))
                            .getFailure(),
                    FailureType.SDK_MUST_BE_UPDATED,
                    major + "." + minor + "." + patch,
                    "from 6.0 to 7.8");
        }

        @ParameterizedTest
        @CsvSource({"7,9,0", "8,0,0", "2147483647,0,0"})
        void asks_for_a_newer_runtime_by_newer_sdks(int major, int minor, int patch) {
            Answered.failure(
                    shake(request().setContractsVersion(version(major, minor, patch)))
                            .getFailure(),
                    FailureType.RUNTIME_MUST_BE_UPDATED,
                    major + "." + minor + "." + patch,
                    "from 6.0 to 7.8");
        }
    }
}
