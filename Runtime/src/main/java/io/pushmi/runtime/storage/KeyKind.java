package io.pushmi.runtime.storage;

/**
 * What commits can be found by. An engine keeps an index for each kind that it was opened with; a kind that is new to a
 * store is built from its logs while commits go on, and until it has caught up reads by it scan.
 */
public enum KeyKind {
    AGGREGATE,
    EVENT_SOURCE,
    EVENT_TYPE,
    CORRELATION,
    /** Only the ids that clients chose: nobody can ask for one of the others. */
    COMMIT_ID,
    PARTITION,
    CHECKPOINT
}
