package io.pushmi.runtime.configuration;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A configuration folder and an environment, filled step by step and then loaded. */
final class Scenario {
    static final String TENANT = "445f8ea8-1a6f-40d7-b2fc-796dba92dc44";
    static final String OTHER_TENANT = "900893e7-c4cc-4873-8032-884e965e4b97";
    static final String MICROSERVICE = "d8972798-a401-4b9d-a3ab-4a29a8b1c0de";

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    Scenario(Path folder) {
        this.folder = folder;
    }

    Scenario runtimeYml(String... lines) {
        return file("runtime.yml", lines);
    }

    Scenario file(String name, String... lines) {
        return bytes(name, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    Scenario bytes(String name, byte[] content) {
        try {
            Files.write(folder.resolve(name), content);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return this;
    }

    Scenario variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** A setting of the Runtime as an environment variable in capitals. */
    Scenario environment(String key, String value) {
        String name = "dolittle.runtime." + key;
        return variable(name.replace(".", "__").toUpperCase(Locale.ROOT), value);
    }

    RuntimeConfiguration load() {
        return RuntimeConfiguration.load(folder, environment);
    }

    TenantConfiguration tenant() {
        return Objects.requireNonNull(load().tenants().get(new TenantId(UUID.fromString(TENANT))));
    }

    InvalidConfiguration refusal() {
        InvalidConfiguration refusal = catchThrowableOfType(InvalidConfiguration.class, this::load);
        if (refusal == null) {
            throw new AssertionError("The configuration was not refused");
        }
        return refusal;
    }
}
