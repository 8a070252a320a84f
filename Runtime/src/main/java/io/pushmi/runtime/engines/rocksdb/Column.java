package io.pushmi.runtime.engines.rocksdb;

import java.nio.charset.StandardCharsets;

/**
 * The column families of the database.
 *
 * <p><b>Implementer's note.</b> They are apart because they live differently, while one write-ahead log and one batch
 * keep them together:
 *
 * <ul>
 *   <li>{@link #DIRECTORY} is small, rewritten with every batch and read by single keys: the numbers of the logs (four
 *       bytes in front of every other key in place of a tenant and a name), the head of each log, how far the index of
 *       each kind of key is built, and the counters of the store. What it says of a head is checked against the commits
 *       when the log is first written to.
 *   <li>{@link #COMMITS} is nearly all of the store, only ever grows at the end of a log, and is read in order. One
 *       value is one commit, so that half a commit cannot be read.
 *   <li>{@link #AGGREGATES} is one small record an aggregate, overwritten and read by single keys, most of which do not
 *       exist: a filter over whole keys answers those.
 *   <li>{@link #KEYS} has no values: a key says that the commit at a position has an entry of an index, and a prefix of
 *       it is what is asked for, so its filter is over prefixes. Aggregates and keys are stood for by 16 bytes of a
 *       SHA-256, which bounds what a long name costs; whoever reads them looks at the commit itself before
 *       believing them.
 *   <li>{@link #STATES} is overwritten in place and read by key or by collection.
 * </ul>
 */
enum Column {
    DIRECTORY("default"),
    COMMITS("commits"),
    AGGREGATES("aggregates"),
    KEYS("keys"),
    STATES("states");

    private final String stored;

    Column(String stored) {
        this.stored = stored;
    }

    byte[] stored() {
        return stored.getBytes(StandardCharsets.UTF_8);
    }
}
