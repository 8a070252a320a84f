package io.pushmi.runtime.storage;

import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

abstract class DurabilitySpec extends EngineSpec {
    private final Commits commits = Commits.fromTheStart();

    DurabilitySpec(EngineUnderTest engine) {
        super(engine);
    }

    @Test
    void everything_is_there_again_after_a_restart() {
        MixedLog mixed = new MixedLog(commits, 60);
        engine.append(log, mixed.commits());
        Head head = engine.head(log);
        List<AggregateState> aggregates = engine.aggregates(log, 100);
        assertThat(aggregates).isNotEmpty();

        engine.restart();

        assertThat(engine.head(log)).isEqualTo(head);
        assertThat(engine.read(log)).isEqualTo(mixed.commits());
        for (Key key : mixed.keys()) {
            List<Commit> with = mixed.with(key);
            assertThat(engine.readByKeys(log, key)).as(key.toString()).isEqualTo(with);
            assertThat(engine.lastByKey(log, key)).as(key.toString()).contains(with.get(with.size() - 1));
        }
        assertThat(engine.aggregates(log, 100)).containsExactlyInAnyOrderElementsOf(aggregates);
        aggregates.forEach(
                state -> assertThat(engine.aggregate(log, state.aggregate())).contains(state));
    }

    @Test
    void the_log_goes_on_after_a_restart_where_it_ended() {
        List<Commit> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Commit commit = commits.next(request().events(1 + i));
            engine.append(log, commit);
            all.add(commit);
            engine.restart();
            assertThat(engine.offer(log, Commits.at(commit.first().value())))
                    .isEqualTo(new AppendResult.PositionTaken(0));
            assertThat(engine.offer(log, Commits.at(commit.next().value() + 1)))
                    .isEqualTo(new AppendResult.PositionTaken(0));
        }
        assertThat(engine.read(log)).isEqualTo(all);
    }

    @Test
    void an_append_is_acknowledged_after_its_sync() {
        for (int i = 0; i < 50; i++) {
            Commit commit = commits.next();
            long before = engine.syncs();

            long then = Answers.of(syncsAtAnswer(log, commit));

            assertThat(then).as("syncs when append " + i + " was acknowledged").isGreaterThan(before);
        }
        assertThat(engine.read(log)).hasSize(50);
    }

    @Test
    void appends_that_share_a_sync_are_acknowledged_after_it() {
        List<List<Long>> seen = Crowd.of(IntStream.range(0, 8)
                .mapToObj(i -> (Crowd.Task<List<Long>>) () -> appendOneByOne(logNumber(i)))
                .toList());

        assertThat(seen).allSatisfy(growths -> assertThat(growths).hasSize(20).allMatch(growth -> growth > 0));
    }

    @Test
    void closing_finishes_what_was_offered() {
        Map<LogId, Commit> offered = new LinkedHashMap<>();
        List<CompletionStage<AppendResult>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Commit commit = Commits.fromTheStart().next(event("Offered", "s" + i));
            offered.put(logNumber(i), commit);
            answers.add(engine.logs().append(logNumber(i), List.of(commit)));
        }

        engine.restart();

        answers.forEach(answer -> assertThat(Answers.of(answer)).isEqualTo(new AppendResult.Appended(1)));
        offered.forEach((id, commit) -> assertThat(engine.read(id)).containsExactly(commit));
    }

    /** How much the number of syncs had grown when each of the appends was acknowledged. */
    private List<Long> appendOneByOne(LogId id) {
        Commits own = Commits.fromTheStart();
        List<Long> growths = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            long before = engine.syncs();
            growths.add(Answers.of(syncsAtAnswer(id, own.next())) - before);
        }
        return growths;
    }

    /** Looks at the number of syncs on the thread that acknowledges, so that no later sync can be taken for it. */
    private CompletionStage<Long> syncsAtAnswer(LogId id, Commit commit) {
        return engine.logs().append(id, List.of(commit)).thenApply(result -> {
            assertThat(result).isEqualTo(new AppendResult.Appended(1));
            return engine.syncs();
        });
    }

    private LogId logNumber(int i) {
        return new LogId(tenant, new LogName("log " + i));
    }
}
