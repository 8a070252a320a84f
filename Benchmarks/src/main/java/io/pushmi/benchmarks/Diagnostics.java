package io.pushmi.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks the virtual machine of another process, with the JDK's jcmd. */
final class Diagnostics {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Diagnostics() {}

    /**
     * Gives what it answered.
     *
     * @throws IOException if there is no jcmd, which only a JDK has, or if it fails
     */
    static String ask(JavaProcess process, String... question) throws IOException, InterruptedException {
        Path jcmd = JavaProcess.tool("jcmd");
        if (!Files.isExecutable(jcmd)) {
            throw new IOException("needs a JDK, found no " + jcmd);
        }
        List<String> command = new ArrayList<>(List.of(jcmd.toString(), Long.toString(process.id())));
        command.addAll(List.of(question));
        Process asking = new ProcessBuilder(command).redirectErrorStream(true).start();
        String answer = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!asking.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS) || asking.exitValue() != 0) {
            asking.destroyForcibly();
            throw new IOException("jcmd could not ask " + String.join(" ", question) + ": " + answer);
        }
        return answer;
    }
}
