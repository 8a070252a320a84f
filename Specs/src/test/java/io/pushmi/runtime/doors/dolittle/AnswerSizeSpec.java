package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AnswerSizeSpec {
    private static final BytesValue MEBIBYTE = BytesValue.of(ByteString.copyFrom(new byte[1024 * 1024]));

    private final AnswerSize size = new AnswerSize("the things", "ask for less");

    @Test
    void lets_pass_what_fits_into_a_message() {
        for (int i = 0; i < 63; i++) {
            assertThatCode(() -> size.add(MEBIBYTE)).doesNotThrowAnyException();
        }
    }

    @Test
    void refuses_what_does_not() {
        for (int i = 0; i < 63; i++) {
            size.add(MEBIBYTE);
        }

        assertThatThrownBy(() -> size.add(MEBIBYTE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("the things take more than the 67108864 bytes")
                .hasMessageEndingWith("; ask for less");
    }
}
