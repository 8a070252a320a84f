package io.pushmi.runtime.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SizeAndSpanSpec {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "17, 17",
        "17B, 17",
        "3KiB, 3072",
        "3kib, 3072",
        "512 MiB, 536870912",
        "2GiB, 2147483648",
        "3KB, 3000",
        "3mb, 3000000",
        "3GB, 3000000000",
        "999999999999999999, 999999999999999999",
    })
    void sizes_are_bytes_or_have_a_unit(String text, long bytes) {
        assertThat(Size.parse(text)).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "1.5GiB",
                "GiB",
                "1 2",
                "1 TiB",
                "1MiBs",
                "0x10",
                "9999999999GiB",
                "9999999999999999999",
                "١"
            })
    void other_sizes_are_not_understood(String text) {
        assertThat(Size.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "10s, PT10S", "10 S, PT10S", "1m, PT1M", "2h, PT2H", "999999999h, PT999999999H"})
    void durations_have_a_unit(String text, Duration span) {
        assertThat(Span.parse(text)).hasValue(span);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "1.5s", "-1s", "1d", "1s2", "PT1S", "9999999999s"})
    void other_durations_are_not_understood(String text) {
        assertThat(Span.parse(text)).isEmpty();
    }
}
