package io.pushmi.runtime.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** What a refusal says was expected can be written as it is shown. */
class SizeAndSpanTextSpec {
    @Property(tries = 1000)
    void sizes_are_shown_as_they_can_be_written(@ForAll @LongRange(min = 0, max = 1L << 40) long bytes) {
        String text = Size.text(bytes).replace(" bytes", "").replace(" byte", "");

        assertThat(Size.parse(text)).isEqualTo(Optional.of(bytes));
    }

    @Property(tries = 1000)
    void durations_are_shown_as_they_can_be_written(@ForAll @LongRange(min = 0, max = 10_000_000) long millis) {
        Duration span = Duration.ofMillis(millis);

        assertThat(Span.parse(Span.text(span))).hasValue(span);
    }
}
