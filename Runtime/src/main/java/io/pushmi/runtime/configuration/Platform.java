package io.pushmi.runtime.configuration;

import io.pushmi.runtime.execution.Environment;
import io.pushmi.runtime.execution.MicroserviceId;
import java.util.Optional;

/**
 * What this Runtime is a part of. Everything has a value that says "not set" where the operator did not set it.
 *
 * @param configuredMicroservice the microservice, if the operator set it: only then are callers held to it
 * @param configuredEnvironment the environment, if the operator set it: only then are callers held to it
 */
public record Platform(
        CustomerId customerId,
        String customerName,
        ApplicationId applicationId,
        String applicationName,
        Optional<MicroserviceId> configuredMicroservice,
        String microserviceName,
        Optional<Environment> configuredEnvironment) {
    /** The name of whatever was never given one. */
    public static final String NAME_NOT_SET = "[Not Set]";

    static Platform read(Section platform) {
        return new Platform(
                platform.find("customerID", Expected.ID).map(CustomerId::new).orElse(CustomerId.NOT_SET),
                platform.get("customerName", Expected.TEXT, NAME_NOT_SET),
                platform.find("applicationID", Expected.ID)
                        .map(ApplicationId::new)
                        .orElse(ApplicationId.NOT_SET),
                platform.get("applicationName", Expected.TEXT, NAME_NOT_SET),
                platform.find("microserviceID", Expected.ID).map(MicroserviceId::new),
                platform.get("microserviceName", Expected.TEXT, NAME_NOT_SET),
                platform.find("environment", Expected.TEXT).map(Environment::new));
    }

    /** The microservice that this Runtime serves, {@link MicroserviceId#NOT_SET} unless it is configured. */
    public MicroserviceId microserviceId() {
        return configuredMicroservice.orElse(MicroserviceId.NOT_SET);
    }

    /** The environment that this Runtime runs in, {@link Environment#DEVELOPMENT} unless it is configured. */
    public Environment environment() {
        return configuredEnvironment.orElse(Environment.DEVELOPMENT);
    }
}
