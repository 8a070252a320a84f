package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.pushmi.contracts.runtime.events.processing.ProcessorFailure;
import io.pushmi.runtime.processing.Delivery.Repetition;
import io.pushmi.runtime.processing.Retry;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RetriesSpec {
    private static ProcessorFailure.Builder failure(long seconds, int nanos) {
        return ProcessorFailure.newBuilder()
                .setRetry(true)
                .setRetryTimeout(Duration.newBuilder().setSeconds(seconds).setNanos(nanos));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "5, 0", "315576000000, 999999999"})
    void come_when_the_client_says(long seconds, int nanos) {
        assertThat(Retries.wanted(failure(seconds, nanos).build()))
                .isEqualTo(new Retry.After(java.time.Duration.ofSeconds(seconds, nanos)));
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "0, -1", "0, 1000000000", "315576000001, 0", "9223372036854775807, 2147483647"})
    void come_when_the_Runtime_finds_right_if_the_client_says_something_that_is_no_time(long seconds, int nanos) {
        assertThat(Retries.wanted(failure(seconds, nanos).build())).isEqualTo(Retry.UNSPECIFIED);
    }

    @Test
    void come_when_the_Runtime_finds_right_if_the_client_does_not_say() {
        assertThat(Retries.wanted(ProcessorFailure.newBuilder().setRetry(true).build()))
                .isEqualTo(Retry.UNSPECIFIED);
    }

    @Test
    void never_come_if_the_client_wants_none_whatever_time_it_names() {
        assertThat(Retries.wanted(failure(5, 0).setRetry(false).build())).isEqualTo(Retry.NEVER);
        assertThat(Retries.wanted(ProcessorFailure.getDefaultInstance())).isEqualTo(Retry.NEVER);
    }

    @Test
    void are_told_with_the_reason_and_their_number() {
        assertThat(Retries.write(new Repetition("no route", 3))).satisfies(state -> {
            assertThat(state.getFailureReason()).isEqualTo("no route");
            assertThat(state.getRetryCount()).isEqualTo(3);
        });
    }
}
