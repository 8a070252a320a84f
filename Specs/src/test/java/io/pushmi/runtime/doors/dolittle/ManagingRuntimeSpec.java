package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.contracts.runtime.client.BuildResult;
import io.pushmi.contracts.runtime.client.BuildResults;
import io.pushmi.contracts.runtime.client.management.ClientGrpc;
import io.pushmi.contracts.runtime.client.management.GetBuildResultsRequest;
import io.pushmi.contracts.runtime.configuration.management.ConfigurationGrpc;
import io.pushmi.contracts.runtime.configuration.management.GetConfigurationYamlRequest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What operators are told of the Runtime itself, and of its client. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ManagingRuntimeSpec {
    private final Door door = Door.configured(Map.of(
            "DOLITTLE__RUNTIME__PLATFORM__MICROSERVICENAME",
            "Kitchen",
            "DOLITTLE__RUNTIME__TENANTS__" + Requests.TENANT + "__RESOURCES__READMODELS__CONNECTIONSTRING",
            "mongodb://cook:hunter2@db/menu"));

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void the_configuration_in_force_is_shown_without_secrets() {
        String yaml = ConfigurationGrpc.newBlockingStub(door.management())
                .getConfigurationYaml(GetConfigurationYamlRequest.getDefaultInstance())
                .getValue();

        assertThat(yaml)
                .contains("microserviceName: Kitchen", "mongodb://***@db/menu", "port: 50053")
                .doesNotContain("hunter2", "cook");
    }

    @Test
    void the_latest_build_results_are_those_of_the_last_handshake() {
        assertThat(results()).isEqualTo(BuildResults.getDefaultInstance());

        BuildResults told = BuildResults.newBuilder()
                .addOther(BuildResult.newBuilder().setMessage("nothing handles DishPrepared"))
                .build();
        assertThat(Requests.shakeHands(door.channel(), told).hasFailure()).isFalse();

        assertThat(results()).isEqualTo(told);
    }

    private BuildResults results() {
        return ClientGrpc.newBlockingStub(door.management())
                .getBuildResults(GetBuildResultsRequest.getDefaultInstance())
                .getBuildResults();
    }
}
