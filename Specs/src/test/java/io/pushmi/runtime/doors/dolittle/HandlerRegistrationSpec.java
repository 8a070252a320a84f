package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.StartFrom.Position;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.processing.ProcessorDefinition;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorKind;
import io.pushmi.runtime.processing.Selection;
import io.pushmi.runtime.processing.StartFrom;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HandlerRegistrationSpec {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000000001Z");
    private static final Timestamp AT_NOON =
            Timestamp.newBuilder().setSeconds(NOON.getEpochSecond()).setNanos(1).build();

    private static ProcessorDefinition read(EventHandlerRegistrationRequest.Builder wire) {
        return HandlerRegistration.read(wire.build(), WireShape.TEXT).definition();
    }

    private static io.pushmi.contracts.runtime.events.processing.StartFrom.Builder startFrom() {
        return io.pushmi.contracts.runtime.events.processing.StartFrom.newBuilder();
    }

    @Test
    void is_read_with_everything_in_it() {
        ProcessorDefinition definition = read(Registrations.handler()
                .addEventTypes(Requests.artifact(Requests.OTHER_TYPE))
                .setScopeId(Requests.uuid(Requests.ROOT))
                .setAlias("Customers")
                .setStartFrom(startFrom().setEventLogSequenceNumber(42))
                .setStopAt(AT_NOON)
                .setConcurrency(7));

        assertThat(definition)
                .isEqualTo(new ProcessorDefinition(
                        new ProcessorId(ProcessorKind.EVENT_HANDLER, new ScopeId(Requests.ROOT), Registrations.ID),
                        "Customers",
                        Selection.of(Set.of(
                                new EventTypeId(Requests.TYPE.toString()),
                                new EventTypeId(Requests.OTHER_TYPE.toString()))),
                        true,
                        7,
                        new StartFrom.Number(new SequenceNumber(42)),
                        NOON));
    }

    @Test
    void begins_at_the_first_event_and_takes_one_at_a_time_unless_told() {
        ProcessorDefinition definition = read(Registrations.handler().setPartitioned(false));

        assertThat(definition.startFrom()).isEqualTo(StartFrom.FIRST);
        assertThat(definition.stopAt()).isNull();
        assertThat(definition.concurrency()).isOne();
        assertThat(definition.partitioned()).isFalse();
        assertThat(definition.alias()).isNull();
    }

    @Test
    void may_begin_anywhere() {
        assertThat(read(Registrations.handler().setStartFrom(startFrom())).startFrom())
                .isEqualTo(StartFrom.FIRST);
        assertThat(read(Registrations.handler().setStartFrom(startFrom().setPosition(Position.Start)))
                        .startFrom())
                .isEqualTo(StartFrom.FIRST);
        assertThat(read(Registrations.handler().setStartFrom(startFrom().setPosition(Position.Latest)))
                        .startFrom())
                .isEqualTo(StartFrom.LATEST);
        assertThat(read(Registrations.handler().setStartFrom(startFrom().setTimestamp(AT_NOON)))
                        .startFrom())
                .isEqualTo(new StartFrom.At(NOON));
    }

    @ParameterizedTest
    @CsvSource({"-2147483648", "-1", "0", "1"})
    void takes_no_concurrency_for_one(int concurrency) {
        assertThat(read(Registrations.handler().setConcurrency(concurrency)).concurrency())
                .isOne();
    }

    @Test
    void has_no_name_if_that_is_blank() {
        assertThat(read(Registrations.handler().setAlias(" ")).alias()).isNull();
    }

    record Row(String problem, UnaryOperator<EventHandlerRegistrationRequest.Builder> change) {
        @Override
        public String toString() {
            return problem;
        }
    }

    static Stream<Row> malformed() {
        return Stream.of(
                new Row(
                        "scopeId: expected a Uuid, found nothing",
                        EventHandlerRegistrationRequest.Builder::clearScopeId),
                new Row("scopeId: expected 16 bytes, found 15", r -> r.setScopeId(Requests.bytes(15))),
                new Row(
                        "eventHandlerId: expected a Uuid, found nothing",
                        EventHandlerRegistrationRequest.Builder::clearEventHandlerId),
                new Row("eventHandlerId: expected 16 bytes, found 17", r -> r.setEventHandlerId(Requests.bytes(17))),
                new Row(
                        "eventTypes: expected at least one Artifact, found nothing",
                        EventHandlerRegistrationRequest.Builder::clearEventTypes),
                new Row(
                        "eventTypes[1].id: expected a Uuid, found nothing",
                        r -> r.addEventTypes(Artifact.getDefaultInstance())),
                new Row(
                        "eventTypes[1].id: expected 16 bytes, found 0",
                        r -> r.addEventTypes(Artifact.newBuilder().setId(Requests.bytes(0)))),
                new Row(
                        "startFrom.position: expected Start (0) or Latest (1), found 2",
                        r -> r.setStartFrom(startFrom().setPositionValue(2))),
                new Row(
                        "startFrom.eventLogSequenceNumber: expected a number up to 9223372036854775807, found"
                                + " 18446744073709551615",
                        r -> r.setStartFrom(startFrom().setEventLogSequenceNumber(-1))),
                new Row(
                        "startFrom.timestamp: expected a time from 0001-01-01T00:00:00Z to"
                                + " 9999-12-31T23:59:59.999999999Z, found 253402300800 s and 0 ns since 1970",
                        r -> r.setStartFrom(
                                startFrom().setTimestamp(Timestamp.newBuilder().setSeconds(253402300800L)))),
                new Row(
                        "stopAt: expected a time from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z, found"
                                + " 0 s and 1000000000 ns since 1970",
                        r -> r.setStopAt(Timestamp.newBuilder().setNanos(1_000_000_000))));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void is_refused_naming_the_field_what_was_found_and_what_was_expected(Row row) {
        EventHandlerRegistrationRequest.Builder wire = row.change().apply(Registrations.handler());

        assertThatThrownBy(() -> read(wire))
                .isInstanceOf(MalformedRequest.class)
                .hasMessage(row.problem());
    }

    static Stream<UnaryOperator<EventHandlerRegistrationRequest.Builder>> ofLaterGenerations() {
        return Stream.of(
                r -> r.setAlias("x"),
                r -> r.setStartFrom(startFrom()),
                r -> r.setStopAt(AT_NOON),
                r -> r.setConcurrency(1));
    }

    @ParameterizedTest
    @MethodSource("ofLaterGenerations")
    void is_from_a_later_generation_if_it_has_what_the_fifth_does_not_know(
            UnaryOperator<EventHandlerRegistrationRequest.Builder> change) {
        EventHandlerRegistrationRequest wire =
                change.apply(Registrations.handler()).build();

        assertThat(HandlerRegistration.read(wire, WireShape.UUID).shape()).isEqualTo(WireShape.TEXT);
    }

    @ParameterizedTest
    @CsvSource({"TEXT", "UUID"})
    void is_else_what_its_port_is_for(WireShape ofPort) {
        EventHandlerRegistrationRequest wire = Registrations.handler().build();

        assertThat(HandlerRegistration.read(wire, ofPort).shape()).isEqualTo(ofPort);
    }
}
