package io.pushmi.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The processes that are measured. */
final class Servers {
    private static final Pattern PRIVATE_PORT = Pattern.compile("\\bprivate \\S+:(\\d+)");

    private static final Map<String, String> FREE_PORTS_ON_LOOPBACK = Map.of(
            "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATE__HOST", "127.0.0.1",
            "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATE__PORT", "0",
            "DOLITTLE__RUNTIME__ENDPOINTS__PRIVATEV5__ENABLED", "false");

    private Servers() {}

    /** A Runtime whose data is in the folder, as {@code ./pushmi run} starts it. */
    static JavaProcess runtime(Path folder, String moreOptions) {
        return JavaProcess.start("io.pushmi.cli.Pushmi", List.of("run"), folder, FREE_PORTS_ON_LOOPBACK, moreOptions);
    }

    /** Where clients connect to a Runtime. */
    static int portOf(JavaProcess runtime) {
        Matcher port = PRIVATE_PORT.matcher(runtime.firstLine());
        if (!port.find()) {
            throw new IllegalStateException("no private endpoint in: " + runtime.firstLine());
        }
        return Integer.parseInt(port.group(1));
    }

    static JavaProcess echo(Path folder) {
        return JavaProcess.start(EchoServer.class.getName(), List.of(), folder, Map.of(), "");
    }

    static int portOfEcho(JavaProcess echo) {
        return Integer.parseInt(echo.firstLine());
    }
}
