package io.pushmi.runtime.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that speaks HTTP/2 in frames, and counts those that come back. */
final class RawConnection implements AutoCloseable {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GO_AWAY = 7;
    private static final int ACKNOWLEDGES = 1;

    private final Socket socket;
    private final OutputStream output;
    private final AtomicInteger pingAnswers = new AtomicInteger();
    private final AtomicInteger goAways = new AtomicInteger();

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.output = socket.getOutputStream();
    }

    static RawConnection open(int port) throws IOException {
        RawConnection connection = new RawConnection(new Socket(InetAddress.getLoopbackAddress(), port));
        connection.output.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        connection.output.write(frame(SETTINGS, new byte[0]));
        Thread reader = new Thread(connection::read);
        reader.setDaemon(true);
        reader.start();
        return connection;
    }

    void ping() throws IOException {
        output.write(frame(PING, new byte[8]));
    }

    int pingAnswers() {
        return pingAnswers.get();
    }

    int goAways() {
        return goAways.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void read() {
        try {
            DataInputStream input = new DataInputStream(socket.getInputStream());
            while (true) {
                int length = input.readUnsignedByte() << 16 | input.readUnsignedShort();
                int type = input.readUnsignedByte();
                int flags = input.readUnsignedByte();
                input.skipBytes(4);
                input.readFully(new byte[length]);
                if (type == PING && flags == ACKNOWLEDGES) {
                    pingAnswers.incrementAndGet();
                } else if (type == GO_AWAY) {
                    goAways.incrementAndGet();
                }
            }
        } catch (IOException closed) {
            goAways.addAndGet(socket.isClosed() ? 0 : 1);
        }
    }

    private static byte[] frame(int type, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {0, 0, (byte) payload.length, (byte) type, 0});
        frame.writeBytes(ByteBuffer.allocate(4).putInt(0).array());
        frame.writeBytes(payload);
        return frame.toByteArray();
    }
}
