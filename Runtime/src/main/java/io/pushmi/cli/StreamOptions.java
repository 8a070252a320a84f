package io.pushmi.cli;

import io.pushmi.runtime.doors.pushmi.NamedLog;
import io.pushmi.runtime.storage.StreamId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which stream of a log a command is about; one of the two is given. */
final class StreamOptions {
    @Option(
            names = "--stream",
            paramLabel = "<filter>",
            description = "The stream that this filter makes of the log, instead of the log")
    private @Nullable UUID stream;

    @Option(
            names = "--public-stream",
            paramLabel = "<filter>",
            description = "The stream that this public filter makes of the tenant's own log")
    private @Nullable UUID publicStream;

    NamedLog of(NamedLog log) {
        if (stream != null) {
            return log.stream(new StreamId(stream));
        }
        return publicStream == null ? log : log.publicStream(new StreamId(publicStream));
    }
}
