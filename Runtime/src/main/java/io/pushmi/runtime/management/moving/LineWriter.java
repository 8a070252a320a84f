package io.pushmi.runtime.management.moving;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines into a file, compressed in pieces of which each can be read by itself, so that writing can go on after any
 * of them. For one thread.
 */
final class LineWriter implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final Path file;
    private final FileChannel channel;
    private @Nullable OutputStream piece;
    private long piecesSize;

    /**
     * Goes on after so many bytes of the file, and cuts off what comes after them.
     *
     * @param size where a piece ends, or 0 to begin a file
     */
    LineWriter(Path file, long size) {
        this.file = file;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(size).position(size);
        } catch (IOException failed) {
            throw MoveRefused.of("cannot write", file, failed);
        }
    }

    void add(byte[] line) {
        try {
            if (piece == null) {
                piece = new GZIPOutputStream(new Uncloseable(Channels.newOutputStream(channel)), BUFFER);
            }
            piece.write(line);
            piece.write('\n');
            piecesSize += line.length + 1;
        } catch (IOException failed) {
            throw MoveRefused.of("cannot write", file, failed);
        }
    }

    /** How many bytes of lines the piece has that is being written. */
    long unfinished() {
        return piecesSize;
    }

    /** Ends the piece and brings it to disk. How long the file is now. */
    long finishPiece() {
        try {
            if (piece != null) {
                piece.close();
                piece = null;
                piecesSize = 0;
            }
            channel.force(true);
            return channel.position();
        } catch (IOException failed) {
            throw MoveRefused.of("cannot write", file, failed);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw MoveRefused.of("cannot write", file, failed);
        }
    }

    /** To close a piece is not to close the file. */
    private static final class Uncloseable extends FilterOutputStream {
        Uncloseable(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
