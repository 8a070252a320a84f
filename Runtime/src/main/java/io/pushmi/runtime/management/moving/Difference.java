package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.LogId;
import java.util.Objects;

/** Tells in words in what two commits differ, without what events say, which may be nobody's business. */
final class Difference {
    private Difference() {}

    /** @throws MoveRefused if the log has another commit than is expected there */
    static void requireNone(LogId log, Commit expected, Commit found) {
        if (!expected.equals(found)) {
            throw new MoveRefused("log " + log + " has something else at " + expected.first() + ": expected "
                    + inWords(expected) + ", found " + inWords(found) + "; they differ in "
                    + between(expected, found));
        }
    }

    static String inWords(Commit commit) {
        return "commit " + commit.id() + " of " + commit.count() + (commit.count() == 1 ? " event" : " events")
                + ", occurred " + commit.occurred();
    }

    /** @param one is not equal to the other */
    static String between(Commit one, Commit other) {
        if (!one.first().equals(other.first())) {
            return "their positions, " + one.first() + " and " + other.first();
        }
        if (!one.id().equals(other.id())) {
            return "their ids";
        }
        if (!one.occurred().equals(other.occurred())) {
            return "when they occurred";
        }
        if (one.count() != other.count()) {
            return "the number of their events";
        }
        for (int i = 0; i < one.count(); i++) {
            if (!one.events().get(i).equals(other.events().get(i))) {
                return "the event at " + one.numberOf(i);
            }
        }
        if (!one.aggregates().equals(other.aggregates())) {
            return "the states of their aggregates";
        }
        return Objects.equals(one.checkpoint(), other.checkpoint()) ? "their context or kind" : "their checkpoints";
    }
}
