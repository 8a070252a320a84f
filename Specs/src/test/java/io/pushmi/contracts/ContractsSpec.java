package io.pushmi.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.eventhorizon.Subscription;
import io.pushmi.contracts.runtime.events.Aggregate;
import io.pushmi.contracts.runtime.events.CommittedAggregateEvents;
import io.pushmi.contracts.runtime.events.CommittedEvent;
import io.pushmi.contracts.runtime.events.UncommittedAggregateEvents;
import io.pushmi.contracts.runtime.events.UncommittedEvent;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterResponse;
import io.pushmi.contracts.runtime.events.processing.StreamEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients are built with the contracts as they were published, so nothing in them may change. The tables
 * {@code services.txt} and {@code messages.txt} say what was published.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ContractsSpec {

    @Nested
    class when_comparing_with_the_published_contracts {

        @Test
        void every_service_and_rpc_is_there_and_no_other() throws IOException {
            assertThat(DeclaredContracts.services()).containsExactlyInAnyOrderElementsOf(published("services.txt"));
        }

        @Test
        void every_message_and_enum_has_the_same_fields_and_values_and_no_other() throws IOException {
            assertThat(DeclaredContracts.types()).containsExactlyInAnyOrderElementsOf(published("messages.txt"));
        }
    }

    @Nested
    class when_an_id_of_an_event_source_or_partition_arrives {

        @ParameterizedTest
        @MethodSource("io.pushmi.contracts.ContractsSpec#ids_whose_shape_depends_on_the_generation")
        void a_uuid_of_generation_5_is_kept_although_it_is_no_text(Message message, String field)
                throws InvalidProtocolBufferException {
            var bytes = new byte[16];
            Arrays.fill(bytes, (byte) 0xff);
            var id = Uuid.newBuilder()
                    .setValue(ByteString.copyFrom(bytes))
                    .build()
                    .toByteString();

            assertThat(received(message, field, id)).isEqualTo(id);
        }

        @ParameterizedTest
        @MethodSource("io.pushmi.contracts.ContractsSpec#ids_whose_shape_depends_on_the_generation")
        void text_of_later_generations_is_kept(Message message, String field) throws InvalidProtocolBufferException {
            var id = ByteString.copyFromUtf8("Dish #42, Zürich");

            assertThat(received(message, field, id)).isEqualTo(id);
        }
    }

    static Stream<Arguments> ids_whose_shape_depends_on_the_generation() {
        return Stream.of(
                Arguments.of(UncommittedEvent.getDefaultInstance(), "eventSourceId"),
                Arguments.of(UncommittedAggregateEvents.getDefaultInstance(), "eventSourceId"),
                Arguments.of(CommittedEvent.getDefaultInstance(), "eventSourceId"),
                Arguments.of(CommittedAggregateEvents.getDefaultInstance(), "eventSourceId"),
                Arguments.of(Aggregate.getDefaultInstance(), "eventSourceId"),
                Arguments.of(StreamEvent.getDefaultInstance(), "partitionId"),
                Arguments.of(PartitionedFilterResponse.getDefaultInstance(), "partitionId"),
                Arguments.of(Subscription.getDefaultInstance(), "partitionId"));
    }

    private static Object received(Message message, String name, ByteString id) throws InvalidProtocolBufferException {
        var field = message.getDescriptorForType().findFieldByName(name);
        var sent = UnknownFieldSet.newBuilder()
                .addField(
                        field.getNumber(),
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(id)
                                .build())
                .build();
        return message.newBuilderForType()
                .mergeFrom(sent.toByteString())
                .build()
                .getField(field);
    }

    /** The lines of a table, each indented one with its heading in front, so that a line says all by itself. */
    private static List<String> published(String table) throws IOException {
        var lines = new ArrayList<String>();
        try (var resource = Objects.requireNonNull(ContractsSpec.class.getResourceAsStream(table));
                var reader = new BufferedReader(new InputStreamReader(resource, UTF_8))) {
            var heading = "";
            for (var line : reader.lines().filter(ContractsSpec::saysSomething).toList()) {
                if (line.startsWith(" ")) {
                    lines.add(heading + " " + line.strip());
                } else {
                    heading = line;
                    lines.add(line);
                }
            }
        }
        return lines;
    }

    private static boolean saysSomething(String line) {
        return !line.isBlank() && !line.startsWith("#");
    }
}
