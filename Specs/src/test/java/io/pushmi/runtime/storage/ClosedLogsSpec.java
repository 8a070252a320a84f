package io.pushmi.runtime.storage;

import static io.pushmi.runtime.storage.EventBuilder.aggregate;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class ClosedLogsSpec extends EngineSpec {
    private static final AggregateId AGGREGATE = aggregate("root", "source");
    private static final Key KEY = new Key.OfAggregate(AGGREGATE);

    private final Commits commits = Commits.fromTheStart();
    private final Commit commit = commits.next(event().appliedBy(AGGREGATE));

    ClosedLogsSpec(EngineUnderTest engine) {
        super(engine);
    }

    @BeforeEach
    void append_a_commit() {
        engine.append(log, commit);
    }

    @Test
    void nothing_can_be_read_any_more() {
        EventLogStorage logs = engine.logs();
        engine.engine().close();

        List<CompletionStage<?>> answers = List.of(
                logs.head(log),
                logs.read(log, SequenceNumber.FIRST, EngineUnderTest.GENEROUS),
                logs.readByKeys(log, Set.of(KEY), SequenceNumber.FIRST, EngineUnderTest.GENEROUS),
                logs.readBack(log, new SequenceNumber(1), EngineUnderTest.GENEROUS),
                logs.readBackByKeys(log, Set.of(KEY), new SequenceNumber(1), EngineUnderTest.GENEROUS),
                logs.lastByKey(log, KEY),
                logs.aggregate(log, AGGREGATE),
                logs.aggregates(log, null, 10),
                logs.names(tenant),
                logs.erase(log, Map.of(SequenceNumber.FIRST, Content.ERASED)));

        for (CompletionStage<?> answer : answers) {
            assertThat(Answers.failureOf(answer)).isInstanceOf(StorageUnavailable.class);
        }
    }

    @Test
    void an_append_gets_an_answer_but_not_into_the_log() {
        EventLogStorage logs = engine.logs();
        engine.engine().close();

        AppendResult result = Answers.of(logs.append(log, List.of(commits.next())));

        assertThat(result).isInstanceOfAny(AppendResult.Refused.class, AppendResult.Unknown.class);
        assertThat(result.appended()).isZero();
        engine.restart();
        assertThat(engine.read(log)).containsExactly(commit);
    }

    @Test
    void closing_again_does_nothing() {
        engine.engine().close();
        engine.engine().close();

        engine.restart();

        assertThat(engine.read(log)).containsExactly(commit);
    }

    @Test
    void the_engine_says_how_it_is_doing() {
        StorageEngine open = engine.engine();
        assertThat(open.health()).isEqualTo(StorageHealth.HEALTHY);

        open.close();

        assertThat(open.health()).isInstanceOf(StorageHealth.Unavailable.class);
    }
}
