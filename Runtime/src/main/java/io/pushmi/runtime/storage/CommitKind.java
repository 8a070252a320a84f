package io.pushmi.runtime.storage;

/** Whom a commit is for. */
public enum CommitKind {
    /** Events of microservices. */
    EVENTS,
    /** What the log needs to remember about itself. It has sequence numbers like any other, and clients never see it. */
    SYSTEM
}
