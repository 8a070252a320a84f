package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WireShapeSpec {
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    @Test
    void takes_a_serialised_uuid_for_its_lower_case_text() {
        ByteString id = Requests.asMessage(ID);

        assertThat(WireShape.of(id, WireShape.TEXT)).isEqualTo(WireShape.UUID);
        assertThat(WireShape.read(id, "id")).isEqualTo("00112233-4455-6677-8899-aabbccddeeff");
    }

    @Test
    void takes_a_text_that_looks_like_a_guid_for_text() {
        ByteString id = ByteString.copyFromUtf8("00112233-4455-6677-8899-AABBCCDDEEFF");

        assertThat(WireShape.of(id, WireShape.UUID)).isEqualTo(WireShape.TEXT);
        assertThat(WireShape.read(id, "id")).isEqualTo("00112233-4455-6677-8899-AABBCCDDEEFF");
    }

    @Test
    void takes_eighteen_bytes_that_begin_otherwise_for_text() {
        ByteString id = ByteString.copyFromUtf8("eighteen letters..");

        assertThat(id.size()).isEqualTo(18);
        assertThat(WireShape.of(id, WireShape.UUID)).isEqualTo(WireShape.TEXT);
    }

    @Test
    void takes_nineteen_bytes_that_begin_like_a_uuid_for_text() {
        ByteString id = ByteString.copyFromUtf8("\n\u0010" + "x".repeat(17));

        assertThat(WireShape.of(id, WireShape.UUID)).isEqualTo(WireShape.TEXT);
    }

    @Test
    void learns_nothing_from_an_empty_id() {
        assertThat(WireShape.of(ByteString.EMPTY, WireShape.UUID)).isEqualTo(WireShape.UUID);
        assertThat(WireShape.of(ByteString.EMPTY, WireShape.TEXT)).isEqualTo(WireShape.TEXT);
        assertThat(WireShape.read(ByteString.EMPTY, "id")).isEmpty();
    }

    @Test
    void refuses_bytes_that_are_neither() {
        ByteString id = ByteString.copyFrom(new byte[] {'a', (byte) 0xFF});

        assertThatThrownBy(() -> WireShape.read(id, "id"))
                .isInstanceOf(MalformedRequest.class)
                .hasMessage("id: expected UTF-8 text or a Uuid, found 2 bytes that are neither");
    }

    @Test
    void shows_an_empty_id_as_empty_in_both_shapes() {
        assertThat(WireShape.TEXT.write("")).isEqualTo(ByteString.EMPTY);
        assertThat(WireShape.UUID.write("")).isEqualTo(ByteString.EMPTY);
    }

    @Test
    void shows_no_text_as_a_uuid_that_is_none() {
        assertThatIllegalArgumentException().isThrownBy(() -> WireShape.UUID.write("customer-1"));
    }
}
