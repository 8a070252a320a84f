package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.SequenceNumber;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The commits of a log in an export, one by one, each checked as it comes and all of them at the end: a reader that has
 * come to the end has seen exactly what was exported. For one thread.
 */
final class ExportedLog implements AutoCloseable {
    private final MovedFile.OfLog expected;
    private final LineReader lines;
    private final Chain chain = new Chain();
    private SequenceNumber end = SequenceNumber.FIRST;
    private long commits;

    ExportedLog(Path folder, MovedFile.OfLog expected) {
        this.expected = expected;
        this.lines = new LineReader(folder, expected.name(), expected.bytes());
        lines.requireHeader(expected.header());
    }

    /**
     * The next commit, or null at the end.
     *
     * @throws MoveRefused if it is not what the export wrote
     */
    @Nullable
    Commit next() {
        byte[] line = lines.next();
        if (line == null) {
            requireAll();
            return null;
        }
        Commit commit = read(line);
        if (!commit.first().equals(end)) {
            throw lines.wrong("a commit that starts at " + end, "one that starts at " + commit.first());
        }
        chain.add(line);
        end = commit.next();
        commits++;
        return commit;
    }

    @Override
    public void close() {
        lines.close();
    }

    private Commit read(byte[] line) {
        Commit commit;
        try {
            commit = CommitLine.read(line);
        } catch (RuntimeException damaged) {
            throw lines.wrong("a commit", "that " + damaged.getMessage());
        }
        if (!Arrays.equals(CommitLine.of(commit), line)) {
            throw lines.wrong("a commit as an export writes it", "one that is written differently");
        }
        return commit;
    }

    private void requireAll() {
        if (commits != expected.commits() || end.value() != expected.events()) {
            throw new MoveRefused(expected.name() + ": expected " + expected.commits() + " commits with "
                    + expected.events() + " events, found " + commits + " with " + end);
        }
        if (!chain.hash().equals(expected.hash())) {
            throw new MoveRefused(
                    expected.name() + ": expected the running hash " + expected.hash() + ", found " + chain.hash());
        }
    }
}
