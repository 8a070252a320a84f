package io.pushmi.runtime.storage;

/** The servers on which the specifications can run. */
public enum MongoKind {
    /** FerretDB with SQLite: no sessions, no change streams. */
    FERRETDB,
    /** MongoDB in a container, as a replica set of one. */
    CONTAINER,
    /** An imitation in this process. */
    STAND_IN,
    /** Whatever the given connection string leads to. */
    NAMED
}
