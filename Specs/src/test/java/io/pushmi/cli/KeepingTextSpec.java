package io.pushmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.Finding;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageStatistics;
import io.pushmi.runtime.storage.StorageStatistics.LogStatistics;
import io.pushmi.runtime.storage.Verification;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is said of a store, whatever names are in it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KeepingTextSpec {
    private static final LogId HOSTILE = new LogId(TenantId.DEVELOPMENT, new LogName("a\nb\u001B[2J\u009B1m\u202Ec"));
    private static final String HARMLESS = TenantId.DEVELOPMENT + "/a b\uFFFD[2J\uFFFD1m\uFFFDc";

    private final StringWriter shown = new StringWriter();
    private final PrintWriter out = new PrintWriter(shown, true);

    @Nested
    class when_something_is_found {
        private final FindingLines lines =
                new FindingLines(out, new ProgressLine(out, false, "verifying", Amounts::count, () -> 0), 2);

        @Test
        void it_is_one_line_in_which_nothing_is_a_command_for_a_terminal() {
            lines.found(new Finding(HOSTILE, new SequenceNumber(4), "it is\r\nwrong"));

            assertThat(shown.toString().lines()).containsExactly("log " + HARMLESS + " at 4: it is  wrong");
        }

        @Test
        void no_more_are_listed_than_wanted_but_all_are_counted() {
            for (int i = 0; i < 3; i++) {
                lines.found(new Finding(null, null, "wrong " + i));
            }

            assertThat(shown.toString().lines()).containsExactly("wrong 0", "wrong 1");
            assertThat(lines.summary(new Verification(1, 1_000, 2_000, 0, 5, 1, 3)))
                    .isEqualTo("checked 1 log, 1,000 commits, 2,000 events, 0 aggregates, 5 keys, 1 state document:"
                            + " 3 things are wrong, of which the first 2 are listed");
            assertThat(lines.summary(new Verification(2, 1, 1, 1, 1, 2, 1)))
                    .isEqualTo("checked 2 logs, 1 commit, 1 event, 1 aggregate, 1 key, 2 state documents:"
                            + " 1 thing is wrong");
        }
    }

    @Nested
    class when_a_store_is_counted {
        @Test
        void its_logs_are_lines_too() {
            StatisticsTable.print(
                    new StorageStatistics(1_572_864, 1_234, List.of(new LogStatistics(HOSTILE, 1_000_000, 12, 3))),
                    out);

            assertThat(shown.toString().lines())
                    .hasSize(9)
                    .anyMatch(line -> line.matches("size +1\\.5 MiB"))
                    .anyMatch(line -> line.matches("state documents +1,234"))
                    .last()
                    .asString()
                    .matches(" +1,000,000 +12 +3  .*")
                    .endsWith("  " + HARMLESS);
        }
    }

    @Nested
    class when_amounts_are_told {
        @Test
        void they_are_the_same_in_every_country() {
            assertThat(Amounts.bytes(1)).isEqualTo("1 byte");
            assertThat(Amounts.bytes(1023)).isEqualTo("1,023 bytes");
            assertThat(Amounts.bytes(1024)).isEqualTo("1.0 KiB");
            assertThat(Amounts.bytes(10L << 30)).isEqualTo("10 GiB");
            assertThat(Amounts.bytes(Long.MAX_VALUE)).isEqualTo("8192 PiB");
            assertThat(Amounts.time(Duration.ofSeconds(59))).isEqualTo("59 s");
            assertThat(Amounts.time(Duration.ofSeconds(61))).isEqualTo("1 min 1 s");
            assertThat(Amounts.time(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
        }
    }
}
