package io.pushmi.runtime.doors.dolittle;

import static io.pushmi.runtime.doors.dolittle.Requests.SOURCE;
import static io.pushmi.runtime.doors.dolittle.Requests.TYPE;
import static io.pushmi.runtime.doors.dolittle.Requests.applied;
import static io.pushmi.runtime.doors.dolittle.Requests.commit;
import static io.pushmi.runtime.doors.dolittle.Requests.commitForAggregate;
import static io.pushmi.runtime.doors.dolittle.Requests.event;
import static io.pushmi.runtime.doors.dolittle.Requests.fetch;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.contracts.runtime.events.CommitEventsResponse;
import io.pushmi.contracts.runtime.events.CommittedAggregateEvents.CommittedAggregateEvent;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RedactingSpec {
    /** What an SDK commits for a request to remove personal data. */
    private static final UUID PERSONAL_DATA_REDACTED = UUID.fromString("de1e7e17-bad5-da7a-fad4-fbc6ec3c0ea5");

    private final Door door = Door.open();

    @AfterEach
    void close() {
        door.close();
    }

    private List<String> contents(String source) {
        return door.events().fetchForAggregate(fetch(source)).getEvents().getEventsList().stream()
                .map(CommittedAggregateEvent::getContent)
                .toList();
    }

    @Nested
    class when_a_client_commits_an_event_that_redacts_others {
        @Test
        void fetching_no_longer_shows_what_it_took_away_and_shows_the_rest_as_it_was() {
            door.events()
                    .commitForAggregate(commitForAggregate(
                            SOURCE, 0, applied(TYPE, "{ \"name\" : \"Ada\", \"age\":36.10 }"), applied()));

            CommitEventsResponse answer = door.events()
                    .commit(commit(event(SOURCE)
                            .setEventType(Requests.artifact(PERSONAL_DATA_REDACTED))
                            .setContent("{\"EventId\":\"" + TYPE + "\",\"EventAlias\":\"CustomerTold\","
                                    + "\"RedactedProperties\":{\"name\":null},"
                                    + "\"RedactedBy\":\"the officer\",\"Reason\":\"asked by the customer\"}")));

            assertThat(answer.hasFailure()).isFalse();
            assertThat(answer.getEvents(0).getEventLogSequenceNumber()).isEqualTo(2);
            assertThat(contents(SOURCE)).containsExactly("{ \"age\":36.10 }", Requests.JSON);
        }

        @Test
        void an_aggregate_can_apply_it_too() {
            door.events().commitForAggregate(commitForAggregate(SOURCE, 0, applied(TYPE, "{\"name\":\"Ada\"}")));

            door.events()
                    .commitForAggregate(commitForAggregate(
                            SOURCE,
                            1,
                            applied(
                                    PERSONAL_DATA_REDACTED,
                                    "{\"EventId\":\"" + TYPE + "\",\"EventAlias\":\"A\",\"RedactedProperties\":"
                                            + "{\"name\":\"-\"},\"RedactedBy\":\"b\",\"Reason\":\"r\"}")));

            assertThat(contents(SOURCE)).hasSize(2).startsWith("{\"name\":\"-\"}");
        }
    }
}
