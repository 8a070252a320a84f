package io.pushmi.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MemoryEngineSpec {
    private static final LogId LOG = new LogId(Contexts.any().tenant(), LogName.MAIN);

    private final MemoryDisk disk = new MemoryDisk();

    @Test
    void what_is_acknowledged_survives_a_crash() {
        List<Commit> commits = Commits.fromTheStart().some(3);
        MemoryEngine engine = MemoryEngine.open(disk);
        assertThat(Answers.of(engine.logs().append(LOG, commits))).isEqualTo(new AppendResult.Appended(3));

        engine.crash();

        assertThat(afterwards()).isEqualTo(commits);
        assertThat(Answers.of(engine.logs().append(LOG, List.of(Commits.at(3)))))
                .isInstanceOf(AppendResult.Refused.class);
        assertThat(afterwards()).isEqualTo(commits);
    }

    @Test
    void what_is_not_synced_does_not() {
        MemoryEngine engine =
                (MemoryEngine) LogFlaw.ACKNOWLEDGES_BEFORE_THE_SYNC.opening().open(disk, EnumSet.allOf(KeyKind.class));
        Answers.of(engine.logs().append(LOG, List.of(Commits.at(0))));

        engine.crash();
        engine.close();

        assertThat(disk.syncs()).isZero();
        assertThat(afterwards()).isEmpty();
    }

    private List<Commit> afterwards() {
        try (MemoryEngine engine = MemoryEngine.open(disk)) {
            return Answers.of(engine.logs().read(LOG, SequenceNumber.FIRST, EngineUnderTest.GENEROUS))
                    .commits();
        }
    }
}
