package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.StreamId;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A collection of a Dolittle database, by what its name says of it.
 *
 * @param stream which stream it has the events of; that of all zeros where it has none
 */
record DolittleCollection(String name, Kind kind, ScopeId scope, StreamId stream) {
    enum Kind {
        EVENT_LOG,
        STREAM,
        PUBLIC_STREAM,
        STREAM_DEFINITIONS,
        STREAM_PROCESSOR_STATES,
        SUBSCRIPTION_STATES,
        AGGREGATES,
        EVENT_LOG_METADATA,
        METADATA,
        /** One that is none of Dolittle's. */
        OTHER
    }

    static final String EVENT_LOG = "event-log";
    static final String OFFSETS = "event-log-metadata";
    static final String AGGREGATES = "aggregates";
    static final String METADATA = "metadata";

    private static final StreamId NONE = new StreamId(new UUID(0, 0));
    private static final String ID = "([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})";
    private static final Pattern SCOPED = Pattern.compile("x-" + ID + "-(.+)");
    private static final Pattern STREAM = Pattern.compile("(public-)?stream-" + ID);

    static DolittleCollection of(String name) {
        Matcher scoped = SCOPED.matcher(name);
        if (!scoped.matches()) {
            return of(name, name, ScopeId.DEFAULT);
        }
        DolittleCollection found = of(name, scoped.group(2), new ScopeId(UUID.fromString(scoped.group(1))));
        return found.mayBeInAScope() ? found : new DolittleCollection(name, Kind.OTHER, ScopeId.DEFAULT, NONE);
    }

    private static DolittleCollection of(String name, String withoutScope, ScopeId scope) {
        Matcher stream = STREAM.matcher(withoutScope);
        if (stream.matches()) {
            StreamId id = new StreamId(UUID.fromString(stream.group(2)));
            return new DolittleCollection(name, stream.group(1) == null ? Kind.STREAM : Kind.PUBLIC_STREAM, scope, id);
        }
        return new DolittleCollection(name, kindOf(withoutScope).orElse(Kind.OTHER), scope, NONE);
    }

    private static Optional<Kind> kindOf(String name) {
        for (Kind kind : Kind.values()) {
            boolean isNamed = kind != Kind.STREAM && kind != Kind.PUBLIC_STREAM && kind != Kind.OTHER;
            if (isNamed && name.equals(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The default scope has its collections without its id in their names, but for one kind. */
    private boolean mayBeInAScope() {
        return switch (kind) {
            case SUBSCRIPTION_STATES -> true;
            case EVENT_LOG, STREAM, STREAM_DEFINITIONS, STREAM_PROCESSOR_STATES -> !scope.equals(ScopeId.DEFAULT);
            default -> false;
        };
    }

    boolean isStream() {
        return kind == Kind.STREAM || kind == Kind.PUBLIC_STREAM;
    }

    /** What the log is called here that the collection has the events of. */
    LogName logName() {
        return switch (kind) {
            case EVENT_LOG -> LogName.ofScope(scope);
            case STREAM -> LogName.ofStream(scope, stream);
            case PUBLIC_STREAM -> LogName.ofPublicStream(stream);
            default -> throw new IllegalStateException("collection " + name + " has no events");
        };
    }
}
