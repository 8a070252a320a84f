package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.configuration.MongoEventStore;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * How a store in MongoDB is to be opened.
 *
 * @param databases where each tenant's events are
 * @param indexes what commits are to be found by quickly; by anything else reads scan
 * @param longestStart how long to keep trying to reach a server that takes writes
 * @param patience how long a server may take over one command
 */
public record MongoSettings(
        Map<TenantId, MongoEventStore> databases, Set<KeyKind> indexes, Duration longestStart, Duration patience) {
    private static final Duration DEFAULT_LONGEST_START = Duration.ofSeconds(30);
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

    public MongoSettings {
        databases = Map.copyOf(databases);
        indexes = Set.copyOf(indexes);
        if (databases.isEmpty()
                || longestStart.compareTo(Duration.ZERO) <= 0
                || patience.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "expected at least one database, a start longer than nothing and at least"
                            + " 1 s for a command, found " + databases.size() + ", " + longestStart + " and "
                            + patience);
        }
    }

    /** With an index for every kind of key. */
    public static MongoSettings of(Map<TenantId, MongoEventStore> databases) {
        return new MongoSettings(databases, EnumSet.allOf(KeyKind.class), DEFAULT_LONGEST_START, DEFAULT_PATIENCE);
    }

    public MongoSettings withIndexes(Set<KeyKind> kinds) {
        return new MongoSettings(databases, kinds, longestStart, patience);
    }

    public MongoSettings withLongestStart(Duration longest) {
        return new MongoSettings(databases, indexes, longest, patience);
    }
}
