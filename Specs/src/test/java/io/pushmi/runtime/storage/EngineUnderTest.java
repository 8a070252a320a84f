package io.pushmi.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The engine that a suite looks at, asked the way a careful caller asks: offering the rest again, reading on. */
final class EngineUnderTest {
    static final PageLimit GENEROUS = new PageLimit(1_000, 64L << 20);

    private final EngineFixture fixture;
    private @Nullable StorageEngine engine;

    EngineUnderTest(EngineFixture fixture) {
        this.fixture = fixture;
    }

    void open() {
        engine = fixture.open();
    }

    void restart() {
        engine = fixture.reopen();
    }

    void restart(Set<KeyKind> kinds) {
        engine = fixture.reopen(kinds);
    }

    void clearAway() {
        fixture.close();
    }

    StorageEngine engine() {
        return Objects.requireNonNull(engine, "not open");
    }

    EventLogStorage logs() {
        return engine().logs();
    }

    StateStorage states() {
        return engine().states();
    }

    long syncs() {
        return fixture.syncs();
    }

    AppendResult offer(LogId log, Commit... commits) {
        return Answers.of(logs().append(log, Arrays.asList(commits)));
    }

    void append(LogId log, Commit... commits) {
        append(log, Arrays.asList(commits));
    }

    /** Appends all of the commits, in as many appends as the engine wants them in. */
    void append(LogId log, List<Commit> commits) {
        int done = 0;
        while (done < commits.size()) {
            AppendResult result = Answers.of(logs().append(log, commits.subList(done, commits.size())));
            assertThat(result).isInstanceOf(AppendResult.Appended.class);
            assertThat(result.appended()).isBetween(1, commits.size() - done);
            done += result.appended();
        }
    }

    Head head(LogId log) {
        return Answers.of(logs().head(log));
    }

    List<Commit> read(LogId log) {
        return read(log, 0);
    }

    List<Commit> read(LogId log, long from) {
        return toTheEnd(from, next -> logs().read(log, next, GENEROUS));
    }

    List<Commit> readByKeys(LogId log, Key... keys) {
        return readByKeys(log, 0, keys);
    }

    List<Commit> readByKeys(LogId log, long from, Key... keys) {
        return readByKeys(log, from, GENEROUS, keys);
    }

    List<Commit> readByKeys(LogId log, long from, PageLimit limit, Key... keys) {
        Set<Key> any = new LinkedHashSet<>(Arrays.asList(keys));
        return toTheEnd(from, next -> logs().readByKeys(log, any, next, limit));
    }

    List<Commit> readBack(LogId log, long before) {
        return toTheBeginning(before, next -> logs().readBack(log, next, GENEROUS));
    }

    List<Commit> readBackByKeys(LogId log, Key... keys) {
        return readBackByKeys(log, head(log).next().value(), keys);
    }

    List<Commit> readBackByKeys(LogId log, long before, Key... keys) {
        Set<Key> any = new LinkedHashSet<>(Arrays.asList(keys));
        return toTheBeginning(before, next -> logs().readBackByKeys(log, any, next, GENEROUS));
    }

    Optional<Commit> lastByKey(LogId log, Key key) {
        return Answers.of(logs().lastByKey(log, key));
    }

    Optional<AggregateState> aggregate(LogId log, AggregateId aggregate) {
        return Answers.of(logs().aggregate(log, aggregate));
    }

    /** Every aggregate of the log, as the engine pages through them. */
    List<AggregateState> aggregates(LogId log, int limit) {
        List<AggregateState> all = new ArrayList<>();
        Bytes after = null;
        do {
            AggregatePage page = Answers.of(logs().aggregates(log, after, limit));
            assertThat(page.aggregates()).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page.aggregates());
            after = page.next();
        } while (after != null && all.size() < 100_000);
        return all;
    }

    void erase(LogId log, Map<SequenceNumber, Content> remaining) {
        Answers.of(logs().erase(log, remaining).thenApply(done -> true));
    }

    private static List<Commit> toTheEnd(long from, Function<SequenceNumber, CompletionStage<CommitPage>> read) {
        List<Commit> all = new ArrayList<>();
        SequenceNumber next = new SequenceNumber(from);
        while (true) {
            CommitPage page = Answers.of(read.apply(next));
            all.addAll(page.commits());
            if (page.next().equals(next)) {
                assertThat(page.commits())
                        .as("commits on a page that does not move on")
                        .isEmpty();
                return all;
            }
            assertThat(page.next()).as("where to go on after " + next).isGreaterThan(next);
            assertThat(all).as("commits in a log of these specs").hasSizeLessThan(100_000);
            next = page.next();
        }
    }

    private static List<Commit> toTheBeginning(
            long before, Function<SequenceNumber, CompletionStage<EarlierPage>> read) {
        List<Commit> all = new ArrayList<>();
        SequenceNumber next = new SequenceNumber(before);
        while (next.value() > 0) {
            EarlierPage page = Answers.of(read.apply(next));
            all.addAll(page.commits());
            assertThat(page.next()).as("where to go on before " + next).isLessThan(next);
            next = page.next();
        }
        return all;
    }
}
