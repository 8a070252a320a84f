package io.pushmi.runtime.server;

import io.grpc.Decompressor;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses gzip, and looks at the bytes only when the message is read from them. gRPC's own looks at once, and what
 * is not gzip then ends the call as {@code UNKNOWN} before anybody here can say what is wrong.
 */
final class LateGzip implements Decompressor {
    @Override
    public String getMessageEncoding() {
        return "gzip";
    }

    @Override
    public InputStream decompress(InputStream compressed) {
        return new Late(compressed);
    }

    private static final class Late extends InputStream {
        private final InputStream compressed;
        private @Nullable InputStream plain;

        Late(InputStream compressed) {
            this.compressed = compressed;
        }

        @Override
        public int read() throws IOException {
            return plain().read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return plain().read(into, offset, length);
        }

        @Override
        public void close() throws IOException {
            compressed.close();
        }

        private InputStream plain() throws IOException {
            if (plain == null) {
                plain = new GZIPInputStream(compressed);
            }
            return plain;
        }
    }
}
