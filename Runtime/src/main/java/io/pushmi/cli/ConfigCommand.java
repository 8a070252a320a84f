package io.pushmi.cli;

import io.pushmi.runtime.doors.dolittle.RemoteManagement;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** {@code pushmi config}: how a Runtime is configured. */
@Command(
        name = "config",
        description = "Shows the configuration that is in force in a Runtime, as YAML and without credentials.")
final class ConfigCommand extends OperatingCommand {
    @Override
    void operate(PrintWriter out) {
        try (RemoteManagement management = management()) {
            management.configurationYaml().lines().map(Text::shown).forEach(out::println);
            out.flush();
        }
    }
}
