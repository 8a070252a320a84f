package io.pushmi.runtime.management.moving;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The documents of a collection in an export, read as {@link ExportedLog} reads commits. For one thread. */
final class ExportedCollection implements AutoCloseable {
    private final MovedFile.OfCollection expected;
    private final LineReader lines;
    private final Chain chain = new Chain();
    private long documents;

    ExportedCollection(Path folder, MovedFile.OfCollection expected) {
        this.expected = expected;
        this.lines = new LineReader(folder, expected.name(), expected.bytes());
        lines.requireHeader(expected.header());
    }

    /**
     * The next document, or null at the end.
     *
     * @throws MoveRefused if it is not what the export wrote
     */
    @Nullable
    DocumentLine next() {
        byte[] line = lines.next();
        if (line == null) {
            requireAll();
            return null;
        }
        DocumentLine document = read(line);
        chain.add(line);
        documents++;
        return document;
    }

    @Override
    public void close() {
        lines.close();
    }

    private DocumentLine read(byte[] line) {
        DocumentLine document;
        try {
            document = DocumentLine.read(line);
        } catch (RuntimeException damaged) {
            throw lines.wrong("a state document", "that " + damaged.getMessage());
        }
        if (document.name().isEmpty() || !Arrays.equals(document.bytes(), line)) {
            throw lines.wrong("a state document as an export writes it", "one that is written differently");
        }
        return document;
    }

    private void requireAll() {
        if (documents != expected.documents()) {
            throw new MoveRefused(
                    expected.name() + ": expected " + expected.documents() + " documents, found " + documents);
        }
        if (!chain.hash().equals(expected.hash())) {
            throw new MoveRefused(
                    expected.name() + ": expected the running hash " + expected.hash() + ", found " + chain.hash());
        }
    }
}
