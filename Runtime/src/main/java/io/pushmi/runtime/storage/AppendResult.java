package io.pushmi.runtime.storage;

/**
 * What became of an append. In every case the first {@link #appended()} commits are in the log and durable; a prefix is
 * normal, never anything else than a prefix.
 */
public sealed interface AppendResult {
    int appended();

    /** The rest, if any, was not tried and is certainly not in the log: offer it again at the position that follows. */
    record Appended(int appended) implements AppendResult {}

    /**
     * The log has, or is past, the position after the appended ones; this append put nothing there. An earlier one of the
     * same commits may have.
     */
    record PositionTaken(int appended) implements AppendResult {}

    /** Nobody knows whether the rest is in the log, or will be: offer the same commits at the same positions again. */
    record Unknown(int appended, String reason) implements AppendResult {}

    /** The engine takes no commits at present; the rest is certainly not in the log. */
    record Refused(int appended, String reason) implements AppendResult {}
}
