package io.pushmi.runtime.storage;

/** The name of a log within its tenant. Any text that is not empty. */
public record LogName(String value) {
    /** The log that a tenant's microservices commit to. */
    public static final LogName MAIN = new LogName("event-log");

    private static final String SCOPE = "scope-";
    private static final String STREAM = "stream-";

    public LogName {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a log name must not be empty");
        }
    }

    /** The log of what came over event horizons into a scope; the main log for the default scope. */
    public static LogName ofScope(ScopeId scope) {
        return scope.equals(ScopeId.DEFAULT) ? MAIN : new LogName(SCOPE + scope);
    }

    /** The stream that a filter makes of a scope's log, for its own microservice. */
    public static LogName ofStream(ScopeId scope, StreamId stream) {
        String name = STREAM + stream;
        return new LogName(scope.equals(ScopeId.DEFAULT) ? name : SCOPE + scope + "-" + name);
    }

    /** The stream that a public filter makes of the main log, for other microservices. */
    public static LogName ofPublicStream(StreamId stream) {
        return new LogName("public-" + STREAM + stream);
    }

    @Override
    public String toString() {
        return value;
    }
}
