package io.pushmi.runtime.engines.mongodb;

import java.util.EnumSet;

/** What somebody could do wrong between a caller and the server, one at a time, so that the schedules have to notice. */
enum PlantedFlaw {
    /** Splits a batch in such a way that the rest goes in though a member did not. */
    INSERTS_UNORDERED,
    ACKNOWLEDGES_BEFORE_A_MAJORITY_HAS_IT,
    READS_WHAT_CAN_BE_ROLLED_BACK,
    BUILDS_ON_A_HEAD_THAT_CAN_BE_ROLLED_BACK,
    /** Asks whoever takes itself for the primary, without making sure that it still is. */
    REFUSES_ON_A_STALE_HEAD,
    /** Looks up what commits are judged by at a point before the head that they are appended at. */
    JUDGES_BY_FACTS_OLDER_THAN_THE_HEAD,
    TAKES_A_LOST_ANSWER_FOR_FAILURE,
    TAKES_A_LOST_ANSWER_FOR_SUCCESS,
    TAKES_NOT_FOUND_FOR_ABSENT,
    TAKES_A_DUPLICATE_FOR_ITS_OWN,
    GOES_ON_AFTER_A_DUPLICATE,
    RENUMBERS_AFTER_UNKNOWN,
    RETRIES_UNDER_A_NEW_TOKEN,
    REFUSES_WITHOUT_READING_FORWARD;

    /** Whether it is in how commits are put into the log, not in the engine or in what is asked of the server. */
    boolean isOfCommitter() {
        return EnumSet.range(RENUMBERS_AFTER_UNKNOWN, REFUSES_WITHOUT_READING_FORWARD)
                .contains(this);
    }
}
