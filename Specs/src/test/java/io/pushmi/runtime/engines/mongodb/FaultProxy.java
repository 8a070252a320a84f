package io.pushmi.runtime.engines.mongodb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A way to a server on this machine that is as bad as it is told to be: connections break before a request or after it,
 * replies stop in the middle, everything takes its time, and for a while nobody is let in.
 */
final class FaultProxy implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final long LONGEST_DELAY_MILLIS = 150;

    private final InetSocketAddress server;
    private final ServerSocket entrance;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Random random;
    private final AtomicInteger faults = new AtomicInteger();
    private volatile int faultPercent;
    private volatile boolean refusing;

    FaultProxy(InetSocketAddress server, long seed) throws IOException {
        this.server = server;
        this.random = new Random(seed);
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::letIn);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** How often a connection was broken. */
    int faults() {
        return faults.get();
    }

    /** How many of a hundred requests and replies come to harm. */
    void harm(int percent) {
        faultPercent = percent;
    }

    /** Whether connections end before anything comes through; those there are end too. */
    void refuse(boolean all) {
        refusing = all;
        if (all) {
            open.forEach(this::cut);
        }
    }

    private void letIn() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                if (refusing) {
                    cut(client);
                } else {
                    connect(client);
                }
            } catch (IOException gone) {
                faults.incrementAndGet();
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket onward = new Socket();
        open.add(client);
        onward.connect(server);
        open.add(onward);
        threads.execute(() -> pump(client, onward, false));
        threads.execute(() -> pump(onward, client, true));
    }

    private void pump(Socket from, Socket to, boolean isReply) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to) {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                int passed = harmed(read, isReply);
                output.write(buffer, 0, passed);
                output.flush();
                if (passed < read) {
                    faults.incrementAndGet();
                    return;
                }
            }
        } catch (IOException broken) {
            // The other direction was cut, or one of the ends left: this direction is over as well.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    /** How much of it gets through: all, perhaps after a while; a part; or nothing. */
    private int harmed(int length, boolean isReply) {
        int kind;
        synchronized (random) {
            kind = random.nextInt(100) < faultPercent ? random.nextInt(3) : -1;
        }
        if (kind == 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LONGEST_DELAY_MILLIS));
        }
        return kind == 1 ? 0 : kind == 2 && isReply ? length / 2 : length;
    }

    private void cut(Socket socket) {
        faults.incrementAndGet();
        try {
            socket.close();
        } catch (IOException unclosed) {
            throw new IllegalStateException("a connection cannot be closed", unclosed);
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        open.forEach(this::cut);
        threads.shutdownNow();
    }
}
