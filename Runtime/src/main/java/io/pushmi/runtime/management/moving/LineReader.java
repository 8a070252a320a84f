package io.pushmi.runtime.management.moving;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a compressed file one by one. For one thread. */
final class LineReader implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    /** More than any commit or document takes, and little enough to keep in memory, whatever a file says. */
    private static final int LONGEST_LINE = 96 << 20;

    private final Path file;
    private final String name;
    private final InputStream lines;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private long line;

    /**
     * Opens a file of an export.
     *
     * @param name below the folder
     * @param size how many bytes it should have
     */
    LineReader(Path folder, String name, long size) {
        this.file = folder.resolve(name);
        this.name = name;
        try {
            long found = Files.size(file);
            if (found != size) {
                throw new MoveRefused(name + ": expected a file of " + size + " bytes, found " + found);
            }
            lines = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), BUFFER);
        } catch (EOFException | ZipException damaged) {
            throw new MoveRefused(name + ": expected a file that gzip can read, found one that it cannot");
        } catch (IOException failed) {
            throw MoveRefused.of("cannot read", file, failed);
        }
    }

    /** The next line without its end, or null at the end of the file. */
    byte @Nullable [] next() {
        ByteArrayOutputStream longLine = new ByteArrayOutputStream(0);
        while (true) {
            if (at == end && !fill()) {
                if (longLine.size() > 0) {
                    line++;
                    throw wrong("a line that ends", "the end of the file in the middle of it");
                }
                return null;
            }
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            if (at < end) {
                line++;
                at++;
                if (longLine.size() == 0) {
                    return Arrays.copyOfRange(buffer, from, at - 1);
                }
                longLine.write(buffer, from, at - 1 - from);
                return longLine.toByteArray();
            }
            longLine.write(buffer, from, at - from);
            if (longLine.size() > LONGEST_LINE) {
                line++;
                throw wrong("a line of at most " + LONGEST_LINE + " bytes", "a longer one");
            }
        }
    }

    /** @throws MoveRefused if the next line, the first one, is not this one */
    void requireHeader(byte[] header) {
        byte[] first = next();
        if (!Arrays.equals(first, header)) {
            throw wrong(
                    new String(header, StandardCharsets.UTF_8),
                    first == null ? "none" : LineJson.shortened(new String(first, StandardCharsets.UTF_8)));
        }
    }

    /** The refusal of the line that was read last. */
    MoveRefused wrong(String expected, String found) {
        return new MoveRefused(name + ", line " + line + ": expected " + expected + ", found " + found);
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException failed) {
            throw MoveRefused.of("cannot read", file, failed);
        }
    }

    private boolean fill() {
        try {
            at = 0;
            end = Math.max(0, lines.read(buffer));
            return end > 0;
        } catch (EOFException | ZipException damaged) {
            line++;
            throw wrong("a line that gzip can read", "that it cannot: " + damaged.getMessage());
        } catch (IOException failed) {
            throw MoveRefused.of("cannot read", file, failed);
        }
    }
}
