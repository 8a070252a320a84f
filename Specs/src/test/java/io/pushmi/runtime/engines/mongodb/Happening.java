package io.pushmi.runtime.engines.mongodb;

/** What schedules are drawn for: one without these shows nothing. */
enum Happening {
    ELECTION,
    ROLLBACK,
    REQUEST_LOST,
    REPLY_LOST,
    /** The command was carried out after its sender had given it up. */
    ARRIVED_AFTER_TIME_OUT,
    WRITE_CONCERN_ERROR,
    NOT_PRIMARY_BEFORE_A_WRITE,
    STOPPED_WITHIN_AN_INSERT,
    FOREIGN_COMMIT_WITHIN_AN_INSERT,
    /** A majority of what a deposed primary knows, which the others are past. */
    STALE_READ,
    KILLED_RUNTIME,
    UNKNOWN_OUTCOME
}
