package io.pushmi.runtime.storage;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a suite the reference engine, or the one that a guard names in the configuration of its run. */
final class PlantedEngine implements ParameterResolver {
    static final String CONFIGURED_AS = "pushmi.specs.engine";
    static final String REFERENCE = "reference";
    static final String NOTHING = "nothing";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EngineFixture.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return new MemoryFixture(
                named(context.getConfigurationParameter(CONFIGURED_AS).orElse(REFERENCE)));
    }

    private static MemoryFixture.Opening named(String name) {
        if (name.equals(REFERENCE)) {
            return (disk, kinds) -> MemoryEngine.open(disk);
        }
        if (name.equals(NOTHING)) {
            return (disk, kinds) -> new NothingEngine();
        }
        return Stream.<Flaw[]>of(LogFlaw.values(), LookUpFlaw.values(), BackwardFlaw.values(), StateFlaw.values())
                .flatMap(Arrays::stream)
                .filter(flaw -> flaw.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no engine " + name))
                .opening();
    }
}
