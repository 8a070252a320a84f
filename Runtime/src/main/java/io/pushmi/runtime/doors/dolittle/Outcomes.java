package io.pushmi.runtime.doors.dolittle;

import io.pushmi.runtime.events.FetchOutcome;
import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.log.CommitOutcome.AggregateMoved;
import io.pushmi.runtime.log.CommitOutcome.CommitIdTaken;
import io.pushmi.runtime.log.CommitOutcome.Committed;
import io.pushmi.runtime.log.CommitOutcome.Invalid;
import io.pushmi.runtime.log.CommitOutcome.OutcomeUnknown;
import io.pushmi.runtime.log.CommitOutcome.Unavailable;
import io.pushmi.runtime.storage.Commit;

/** What became of commits and fetches, as clients are told. */
final class Outcomes {
    private Outcomes() {}

    /**
     * The commit.
     *
     * @throws Refusal if it is not certain to be in the log
     */
    static Commit requireCommitted(CommitOutcome outcome) {
        if (outcome instanceof Committed committed) {
            return committed.commit();
        }
        throw refusal(outcome);
    }

    /**
     * The aggregate that was asked for.
     *
     * @throws Refusal if it may not be read
     */
    static FetchOutcome.Found requireFound(FetchOutcome outcome) {
        if (outcome instanceof FetchOutcome.Found found) {
            return found;
        }
        throw new Refusal(FailureType.OTHER, ((FetchOutcome.Invalid) outcome).reason());
    }

    private static Refusal refusal(CommitOutcome outcome) {
        if (outcome instanceof AggregateMoved moved) {
            return new Refusal(FailureType.AGGREGATE_ROOT_CONCURRENCY_CONFLICT, describe(moved));
        }
        if (outcome instanceof Invalid invalid) {
            return new Refusal(FailureType.OTHER, invalid.reason());
        }
        if (outcome instanceof CommitIdTaken taken) {
            return new Refusal(
                    FailureType.OTHER,
                    "commit id '" + taken.id() + "' belongs to a commit of other events; expected the same events, or"
                            + " another id");
        }
        if (outcome instanceof Unavailable unavailable) {
            return new Refusal(FailureType.EVENT_STORE_UNAVAILABLE, unavailable.reason());
        }
        if (outcome instanceof OutcomeUnknown unknown) {
            return new Refusal(FailureType.OUTCOME_UNKNOWN, unknown.reason());
        }
        throw new IllegalStateException("no commit of this door can have the outcome " + outcome);
    }

    private static String describe(AggregateMoved moved) {
        return "event source '" + moved.aggregate().source() + "' of aggregate root "
                + moved.aggregate().root() + " is at version " + moved.actual() + ", expected version "
                + moved.expected();
    }
}
