package io.pushmi.runtime.storage;

/**
 * What is remembered of an aggregate at a position of its log.
 *
 * @param next the number of events it has applied, which is the version of the next one
 * @param commits the number of commits that these events came in
 * @param last the position of the newest of them
 */
public record AggregateState(AggregateId aggregate, AggregateVersion next, long commits, SequenceNumber last) {
    public AggregateState {
        if (commits < 1 || next.value() < commits) {
            throw new IllegalArgumentException(
                    "an aggregate with events has at least one commit and one event in each, not " + commits
                            + " commits and " + next + " events");
        }
    }
}
