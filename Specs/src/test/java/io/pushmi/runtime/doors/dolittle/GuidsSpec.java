package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GuidsSpec {
    @ParameterizedTest
    @CsvSource({
        "445f8ea8-1a6f-40d7-b2fc-796dba92dc44, qI5fRG8a10Cy/HltupLcRA==",
        "4a5d2bc3-543f-459a-ab0b-e8e924093260, wytdSj9UmkWrC+jpJAkyYA==",
        "00112233-4455-6677-8899-aabbccddeeff, MyIRAFVEd2aImaq7zN3u/w=="
    })
    void writes_the_first_three_groups_with_their_lowest_byte_first(UUID id, String base64) {
        byte[] written = Guids.write(id).getValue().toByteArray();

        assertThat(written).isEqualTo(Base64.getDecoder().decode(base64));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CustomerMoved",
                "445F8EA8-1A6F-40D7-B2FC-796DBA92DC44",
                "445f8ea8-1a6f-40d7-b2fc-796dba92dc4",
                "445f8ea81a6f-40d7-b2fc-796dba92dc44-",
                "445f8ea8-1a6f-40d7-b2fc-796dba92dc4g",
                "445f8ea8-1a6f-40d7-b2fc-796dba92dc4/",
                "445f8ea8-1a6f-40d7-b2fc-796dba92dc4`",
                "445f8ea8-1a6f-40d7-b2fc-796dba92dc4:"
            })
    void finds_no_id_in_a_text_that_no_id_is_written_as(String text) {
        assertThat(Guids.ofText(text)).isNull();
    }

    @Test
    void knows_the_text_of_an_id_in_lower_case_only() {
        String text = "445f8ea8-1a6f-40d7-b2fc-796dba92dc44";

        assertThat(Guids.ofText(text)).hasToString(text);
        assertThat(Guids.ofText(text.toUpperCase(Locale.ROOT))).isNull();
    }
}
