package io.pushmi.runtime.doors.dolittle;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.configuration.management.ConfigurationGrpc;
import io.pushmi.contracts.runtime.configuration.management.GetConfigurationYamlRequest;
import io.pushmi.contracts.runtime.configuration.management.GetConfigurationYamlResponse;
import io.pushmi.runtime.configuration.RuntimeConfiguration;

/** Tells operators how the Runtime is configured. */
final class ConfigurationManagement extends ConfigurationGrpc.ConfigurationImplBase {
    private final RuntimeConfiguration configuration;

    ConfigurationManagement(RuntimeConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public void getConfigurationYaml(
            GetConfigurationYamlRequest request, StreamObserver<GetConfigurationYamlResponse> caller) {
        caller.onNext(GetConfigurationYamlResponse.newBuilder()
                .setValue(configuration.asYaml())
                .build());
        caller.onCompleted();
    }
}
