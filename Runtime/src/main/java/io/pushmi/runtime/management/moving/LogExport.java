package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Writes one log into its file, or what is missing there. For one thread. */
final class LogExport {
    private final Path folder;
    private final LogId log;
    private final ExportProgress progress;
    private final long pieceSize;
    private final LongConsumer advanced;
    private final StoredCommits commits;
    private final Chain chain = new Chain();
    private long count;
    private SequenceNumber end = SequenceNumber.FIRST;

    /**
     * Writes nothing yet.
     *
     * @param pieceSize so many bytes of lines may be written again when the export is interrupted
     * @param advanced is told of each number of events that are done
     */
    LogExport(OpenStore store, LogId log, Path folder, ExportProgress progress, long pieceSize, LongConsumer advanced) {
        this.folder = folder;
        this.log = log;
        this.progress = progress;
        this.pieceSize = pieceSize;
        this.advanced = advanced;
        this.commits = new StoredCommits(store, log, SequenceNumber.FIRST);
    }

    void run() {
        Optional<MovedFile.OfLog> before = progress.of(log);
        try (LineWriter file = new LineWriter(
                folder.resolve(FileNames.of(log)),
                before.map(MovedFile.OfLog::bytes).orElse(0L))) {
            if (before.isPresent()) {
                compare(before.get());
            } else {
                file.add(reached(0).header());
            }
            Commit commit = commits.next();
            while (commit != null) {
                byte[] line = CommitLine.of(commit);
                file.add(line);
                count(commit, line);
                commit = commits.next();
                if (commit == null || file.unfinished() > pieceSize) {
                    progress.reached(reached(file.finishPiece()));
                }
            }
        }
    }

    /**
     * Sees that what is in the file is in the log, exactly so: it may be damaged, or the log may have been changed by an
     * erasure, after which the file must not be there.
     */
    private void compare(MovedFile.OfLog before) {
        try (LineReader file = new LineReader(folder, before.name(), before.bytes())) {
            file.requireHeader(before.header());
            for (byte[] line = file.next(); line != null; line = file.next()) {
                compare(file, line, commits.next());
            }
        }
        if (count != before.commits() || !chain.hash().equals(before.hash())) {
            throw new MoveRefused(before.name() + ": expected " + before.commits() + " commits with the running hash "
                    + before.hash() + ", found " + count + " with " + chain.hash());
        }
    }

    private void compare(LineReader file, byte[] line, @Nullable Commit commit) {
        if (commit == null) {
            throw file.wrong("the end, as log " + log + " ends at " + end, "a line more");
        }
        if (!Arrays.equals(line, CommitLine.of(commit))) {
            throw file.wrong(
                    "the commit at " + end + " as it is in log " + log,
                    "another; if the log was changed since, remove the folder and export anew");
        }
        count(commit, line);
    }

    private void count(Commit commit, byte[] line) {
        chain.add(line);
        count++;
        end = commit.next();
        advanced.accept(commit.count());
    }

    private MovedFile.OfLog reached(long bytes) {
        return new MovedFile.OfLog(log, count, end.value(), bytes, chain.hash());
    }
}
