package io.pushmi.benchmarks;

/** A server in a process of its own, its port, and the one connection to it that all callers share. */
record Served(JavaProcess process, int port, Connection connection) implements AutoCloseable {
    static Served at(int port, JavaProcess process) {
        return new Served(process, port, new Connection(port));
    }

    /** One more connection, to be closed by who asks for it. */
    Connection another() {
        return new Connection(port);
    }

    @Override
    public void close() {
        connection.close();
        process.close();
    }
}
