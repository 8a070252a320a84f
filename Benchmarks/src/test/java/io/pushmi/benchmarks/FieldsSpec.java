package io.pushmi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FieldsSpec {
    private interface Written {
        void to(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Written fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.to(out);
            out.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return bytes.toByteArray();
    }

    private static String text(byte[] message, long place) {
        return new String(message, Fields.begin(place), Fields.length(place), StandardCharsets.UTF_8);
    }

    private static void look(byte[] message) {
        Fields.find(message, Fields.all(message), 15);
    }

    @Nested
    class when_looking_into_a_message {
        private final byte[] message = message(out -> {
            out.writeUInt64(1, 300);
            out.writeFixed64(2, -1);
            out.writeFixed32(3, -1);
            out.writeString(4, "ordered");
            out.writeString(100, "shipped");
            out.writeString(4, "ordered again");
        });
        private final long all = Fields.all(message);

        @Test
        void finds_what_comes_after_fields_of_every_type() {
            assertThat(text(message, Fields.find(message, all, 4))).isEqualTo("ordered");
        }

        @Test
        void finds_a_field_whose_number_takes_two_bytes() {
            assertThat(text(message, Fields.find(message, all, 100))).isEqualTo("shipped");
        }

        @Test
        void finds_nothing_that_is_not_there() {
            assertThat(Fields.find(message, all, 5)).isEqualTo(Fields.NONE);
            assertThat(Fields.number(message, all, 5)).isZero();
        }

        @Test
        void does_not_take_a_number_for_something_with_a_length() {
            assertThat(Fields.find(message, all, 1)).isEqualTo(Fields.NONE);
            assertThat(Fields.number(message, all, 4)).isZero();
        }

        @Test
        void knows_which_field_is_first() {
            assertThat(Fields.first(message)).isEqualTo(1);
        }

        @Test
        void finds_nothing_in_an_empty_one() {
            byte[] empty = {};
            assertThat(Fields.first(empty)).isZero();
            assertThat(Fields.find(empty, Fields.all(empty), 1)).isEqualTo(Fields.NONE);
        }

        @Test
        void does_not_leave_the_part_that_it_looks_into() {
            byte[] outer = message(out -> {
                out.writeByteArray(1, message(inner -> inner.writeUInt64(1, 7)));
                out.writeUInt64(2, 8);
            });
            long inner = Fields.find(outer, Fields.all(outer), 1);
            assertThat(Fields.number(outer, inner, 1)).isEqualTo(7);
            assertThat(Fields.number(outer, inner, 2)).isZero();
            assertThat(Fields.number(outer, Fields.all(outer), 2)).isEqualTo(8);
        }

        @ParameterizedTest
        @ValueSource(longs = {0, 1, 127, 128, 300, Integer.MAX_VALUE, 1L << 35, Long.MAX_VALUE, Long.MIN_VALUE, -1})
        void reads_every_number(long number) {
            byte[] numbered = message(out -> out.writeUInt64(3, number));
            assertThat(Fields.number(numbered, Fields.all(numbered), 3)).isEqualTo(number);
        }
    }

    @Nested
    class when_the_bytes_are_no_message {
        @Test
        void says_that_a_field_is_longer_than_what_follows() {
            byte[] whole = message(out -> out.writeString(4, "ordered"));
            byte[] cut = Arrays.copyOf(whole, whole.length - 1);
            assertThatIllegalStateException()
                    .isThrownBy(() -> look(cut))
                    .withMessage("a field at byte 2 of a message has 7 bytes, expected at most the 6 that follow");
        }

        @Test
        void says_that_a_length_is_negative() {
            byte[] negative = message(out -> {
                out.writeTag(4, 2);
                out.writeUInt64NoTag(-1);
            });
            assertThatIllegalStateException().isThrownBy(() -> look(negative)).withMessageContaining("has -1 bytes");
        }

        @Test
        void says_that_a_number_has_no_end() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> look(new byte[] {0x08, -1, -1}))
                    .withMessage("expected a number at byte 1 of a message, found no end of one");
            byte[] tooLong = new byte[12];
            Arrays.fill(tooLong, (byte) -1);
            assertThatIllegalStateException()
                    .isThrownBy(() -> look(tooLong))
                    .withMessage("expected a number at byte 0 of a message, found no end of one");
        }

        @Test
        void says_that_a_field_has_a_type_which_there_is_not() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> look(new byte[] {0x0B, 0}))
                    .withMessage("expected a field's type of 0, 1, 2 or 5 before byte 1 of a message, found 3");
        }
    }
}
