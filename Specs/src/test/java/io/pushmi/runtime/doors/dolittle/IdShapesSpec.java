package io.pushmi.runtime.doors.dolittle;

import static io.pushmi.runtime.doors.dolittle.Requests.applied;
import static io.pushmi.runtime.doors.dolittle.Requests.asMessage;
import static io.pushmi.runtime.doors.dolittle.Requests.commit;
import static io.pushmi.runtime.doors.dolittle.Requests.commitForAggregate;
import static io.pushmi.runtime.doors.dolittle.Requests.event;
import static io.pushmi.runtime.doors.dolittle.Requests.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.pushmi.contracts.runtime.events.CommitEventsResponse;
import io.pushmi.contracts.runtime.events.CommittedAggregateEvents;
import io.pushmi.contracts.runtime.events.FetchForAggregateResponse;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class IdShapesSpec {
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final UUID OTHER_ID = UUID.fromString("f0e0d0c0-b0a0-4090-8080-706050403020");

    private final Door text = Door.open();
    private final Door uuids = Door.forUuids();

    @AfterEach
    void close() {
        text.close();
        uuids.close();
    }

    private Door port(WireShape unlessTold) {
        return unlessTold == WireShape.TEXT ? text : uuids;
    }

    @Nested
    class when_a_client_of_generation_5_calls {
        @ParameterizedTest
        @EnumSource(WireShape.class)
        void commits_and_gets_uuids_back_on_any_port(WireShape unlessTold) {
            CommitEventsResponse answer = port(unlessTold)
                    .events()
                    .commit(commit(event(asMessage(ID)), event(ByteString.EMPTY), event(asMessage(OTHER_ID))));

            assertThat(answer.getEventsList())
                    .extracting(event -> event.getEventSourceId())
                    .containsExactly(asMessage(ID), ByteString.EMPTY, asMessage(OTHER_ID));
        }

        @ParameterizedTest
        @EnumSource(WireShape.class)
        void names_the_same_aggregate_as_the_text_of_its_id(WireShape unlessTold) {
            Door port = port(unlessTold);

            CommittedAggregateEvents committed = port.events()
                    .commitForAggregate(commitForAggregate(asMessage(ID), 0, applied()))
                    .getEvents();

            assertThat(committed.getEventSourceId()).isEqualTo(asMessage(ID));
            assertThat(fetched(port, asMessage(ID))).allSatisfy(answer -> {
                assertThat(answer.getEvents().getEventSourceId()).isEqualTo(asMessage(ID));
                assertThat(answer.getEvents().getEventsList()).isEqualTo(committed.getEventsList());
            });
            assertThat(fetched(port, text(ID.toString()))).allSatisfy(answer -> {
                assertThat(answer.getEvents().getEventSourceId()).isEqualTo(text(ID.toString()));
                assertThat(answer.getEvents().getEventsList()).isEqualTo(committed.getEventsList());
            });
        }

        private static List<FetchForAggregateResponse> fetched(Door port, ByteString source) {
            var aggregate = Requests.aggregate(source);
            FetchForAggregateResponse whole = port.events()
                    .fetchForAggregate(Requests.fetch("").toBuilder()
                            .setAggregate(aggregate)
                            .build());
            FetchForAggregateResponse batch = port.events()
                    .fetchForAggregateInBatches(Requests.fetchInBatches("").toBuilder()
                            .setAggregate(aggregate)
                            .build())
                    .next();
            return List.of(whole, batch);
        }
    }

    @Nested
    class when_a_client_of_a_later_generation_calls {
        @ParameterizedTest
        @EnumSource(WireShape.class)
        void commits_and_gets_text_back_on_any_port(WireShape unlessTold) {
            ByteString upperCase = text(ID.toString().toUpperCase(Locale.ROOT));

            CommitEventsResponse answer = port(unlessTold)
                    .events()
                    .commit(commit(event("customer-1"), event(ByteString.EMPTY), event(upperCase), event("äöü")));

            assertThat(answer.getEventsList())
                    .extracting(event -> event.getEventSourceId())
                    .containsExactly(text("customer-1"), ByteString.EMPTY, upperCase, text("äöü"));
        }
    }

    @Nested
    class when_no_id_tells {
        @ParameterizedTest
        @EnumSource(WireShape.class)
        void shows_an_empty_id_as_empty(WireShape unlessTold) {
            assertThat(port(unlessTold)
                            .events()
                            .commit(commit(event(ByteString.EMPTY)))
                            .getEvents(0)
                            .getEventSourceId())
                    .isEqualTo(ByteString.EMPTY);
            assertThat(port(unlessTold)
                            .events()
                            .commitForAggregate(commitForAggregate(ByteString.EMPTY, 0, applied()))
                            .getEvents()
                            .getEventSourceId())
                    .isEqualTo(ByteString.EMPTY);
        }
    }

    @Nested
    class when_a_commit_mixes_shapes {
        @Test
        void names_both_events() {
            Answered.invalidArgument(
                    () -> text.events().commit(commit(event(""), event(asMessage(ID)), event(""), event("customer-1"))),
                    "events[3].eventSourceId: expected a Uuid as in events[1], found text");
            Answered.invalidArgument(
                    () -> text.events().commit(commit(event("customer-1"), event(asMessage(ID)))),
                    "events[1].eventSourceId: expected text as in events[0], found a Uuid");
        }
    }
}
