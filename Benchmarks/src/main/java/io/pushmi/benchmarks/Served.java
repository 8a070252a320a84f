package io.pushmi.benchmarks;

/** A server in a process of its own, and the one connection to it that all callers share. */
record Served(JavaProcess process, Connection connection) implements AutoCloseable {
    @Override
    public void close() {
        connection.close();
        process.close();
    }
}
