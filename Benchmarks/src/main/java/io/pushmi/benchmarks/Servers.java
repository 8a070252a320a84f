package io.pushmi.benchmarks;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts what is measured. Nothing of it outlives the workplace. */
final class Servers {
    private static final Pattern PRIVATE_PORT = Pattern.compile("\\bprivate \\S+:(\\d+)");

    private static final Map<String, String> FREE_PORTS_ON_LOOPBACK = Map.of(
            "DOLITTLE__RUNTIME__ENDPOINTS__MANAGEMENT__PORT", "0",
            "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATE__HOST", "127.0.0.1",
            "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATE__PORT", "0",
            "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATEV5__ENABLED", "false",
            "DOLITTLE__RUNTIME__ENDPOINTS__MANAGEMENT__ENABLED", "false");

    private final Workplace workplace;

    Servers(Workplace workplace) {
        this.workplace = workplace;
    }

    /** A Runtime whose data is in the folder, as {@code ./pushmi run} starts it but for what more options say. */
    Served runtime(Path folder, String moreOptions) {
        return runtime(folder, moreOptions, Map.of());
    }

    /** The same, configured by these environment variables. */
    Served runtime(Path folder, String moreOptions, Map<String, String> configuration) {
        Map<String, String> environment = new HashMap<>(FREE_PORTS_ON_LOOPBACK);
        environment.putAll(configuration);
        JavaProcess process =
                JavaProcess.start("io.pushmi.cli.Pushmi", List.of("run"), folder, environment, moreOptions);
        workplace.endWith(process);
        Matcher port = PRIVATE_PORT.matcher(process.firstLine());
        if (!port.find()) {
            throw new IllegalStateException("no private endpoint in: " + process.firstLine());
        }
        return Served.at(Integer.parseInt(port.group(1)), process);
    }

    Served echo(Path folder) {
        JavaProcess process = JavaProcess.start(EchoServer.class.getName(), List.of(), folder, Map.of(), "");
        workplace.endWith(process);
        return Served.at(Integer.parseInt(process.firstLine()), process);
    }
}
