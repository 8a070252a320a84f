package io.pushmi.cli;

import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.server.MovableStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which store a command works on that no Runtime uses meanwhile. */
final class StoreOptions {
    private static final Path DEFAULT_CONFIGURATION = Path.of(".dolittle");

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(
            names = "--path",
            paramLabel = "<data folder>",
            description = "The data folder of an embedded store. Default: the store that the configuration names")
    private @Nullable Path path;

    @Option(
            names = "--config",
            paramLabel = "<folder>",
            description = "Where runtime.yml is, if anywhere. Default: .dolittle")
    private @Nullable Path configuration;

    /**
     * The store, which is not opened yet.
     *
     * @throws io.pushmi.runtime.configuration.InvalidConfiguration if the configuration is wrong
     * @throws io.pushmi.runtime.server.StoreRefused if this version cannot use the configured store
     */
    MovableStore store() {
        if (path != null && configuration != null) {
            throw new ParameterException(command.commandLine(), "expected --path or --config, not both");
        }
        return path == null ? configured(configuration, command.commandLine()) : MovableStore.in(path);
    }

    /** The store of the configuration in the folder, or in the usual one; fails as {@link #store} does. */
    static MovableStore configured(@Nullable Path configuration, CommandLine command) {
        if (configuration != null && !Files.isDirectory(configuration)) {
            throw new ParameterException(command, "--config " + configuration + ": expected a folder");
        }
        Path folder = configuration == null ? DEFAULT_CONFIGURATION : configuration;
        return MovableStore.of(RuntimeConfiguration.load(folder, System.getenv()));
    }
}
