package io.pushmi.cli;

import io.pushmi.runtime.doors.pushmi.RemoteLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pushmi events get}: everything about one event. */
@Command(name = "get", description = "Shows everything that is known of one event.")
final class GetCommand extends ReadingCommand {
    @Parameters(paramLabel = "<number>", description = "The number of the event.")
    private long number;

    @Option(names = "--system", description = "Show an event of a commit that the log made for itself, too.")
    private boolean includesSystem;

    @Override
    void show(RemoteLog log, Output output) {
        format().writeAll(log.get(Numbers.position(number, "<number>", spec()), includesSystem), output);
        output.flush();
    }
}
