package io.pushmi.runtime.storage;

import static io.pushmi.runtime.storage.EventBuilder.aggregate;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.artifacts.EventTypeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

abstract class ReadingBackSpec extends EngineSpec {
    private static final Set<Key> SEVERAL =
            Set.of(new Key.OfEventType(new EventTypeId("Paid")), new Key.OfEventSource(new EventSourceId("source-1")));

    private final Commits commits = Commits.fromTheStart();
    private final MixedLog mixed = new MixedLog(commits, 40);

    ReadingBackSpec(EngineUnderTest engine) {
        super(engine);
    }

    @BeforeEach
    void append_commits_of_several_sizes_with_every_kind_of_key() {
        engine.append(log, mixed.commits());
    }

    @Test
    void commits_that_start_before_the_position_come_the_newest_first() {
        for (long before = 1; before <= commits.position().value(); before++) {
            assertThat(engine.readBack(log, before))
                    .as("before " + before)
                    .isEqualTo(reversed(startingBefore(before, mixed.commits())));
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_commit_with_the_key_comes_the_newest_first(KeyKind kind) {
        for (Key key : mixed.keys(kind)) {
            assertThat(engine.readBackByKeys(log, key)).as(key.toString()).isEqualTo(reversed(mixed.with(key)));
        }
    }

    @Test
    void commits_with_the_key_that_start_before_the_position_come() {
        Key key = new Key.OfAggregate(aggregate("account", "a0"));
        for (long before = 1; before <= commits.position().value(); before++) {
            assertThat(engine.readBackByKeys(log, before, key))
                    .as("before " + before)
                    .isEqualTo(reversed(startingBefore(before, mixed.with(key))));
        }
    }

    @Test
    void commits_with_several_of_the_keys_come_once() {
        List<Key> all = List.copyOf(mixed.keys());
        for (int i = 1; i < all.size(); i++) {
            Set<Key> pair = Set.of(all.get(i - 1), all.get(i));
            assertThat(engine.readBackByKeys(log, pair.toArray(Key[]::new)))
                    .as(pair.toString())
                    .isEqualTo(reversed(mixed.with(pair)));
        }
        assertThat(engine.readBackByKeys(log, all.toArray(Key[]::new))).isEqualTo(reversed(mixed.commits()));
    }

    @Test
    void a_position_beyond_the_end_stands_for_the_end() {
        for (long beyond :
                new long[] {1, 1_000, Long.MAX_VALUE - commits.position().value()}) {
            long before = commits.position().plus(beyond).value();
            assertThat(engine.readBack(log, before)).isEqualTo(reversed(mixed.commits()));
            for (Key key : mixed.keys()) {
                assertThat(engine.readBackByKeys(log, before, key)).isEqualTo(reversed(mixed.with(key)));
            }
        }
    }

    @Test
    void before_the_first_commit_there_is_nothing_and_nothing_more() {
        Key present = new Key.OfEventType(new EventTypeId("Opened"));
        assertThat(page(SequenceNumber.FIRST, EngineUnderTest.GENEROUS)).isEqualTo(EarlierPage.NOTHING);
        assertThat(page(Set.of(present), SequenceNumber.FIRST, EngineUnderTest.GENEROUS))
                .isEqualTo(EarlierPage.NOTHING);

        SequenceNumber second = new SequenceNumber(1);
        EarlierPage first = new EarlierPage(mixed.commits().subList(0, 1), SequenceNumber.FIRST);
        assertThat(page(second, new PageLimit(1, 1))).isEqualTo(first);
        assertThat(page(Set.of(present), second, new PageLimit(1, 1))).isEqualTo(first);
    }

    @Test
    void looking_for_what_is_not_there_comes_to_the_beginning_of_the_log() {
        Set<Key> absent = Set.of(new Key.OfEventSource(new EventSourceId("nobody")));
        SequenceNumber reached = commits.position();
        while (reached.value() > 0) {
            EarlierPage page = page(absent, reached, new PageLimit(1, 1));
            assertThat(page.commits()).isEmpty();
            assertThat(page.next()).isLessThan(reached);
            reached = page.next();
        }
        assertThat(engine.readBack(log, commits.position().value())).isNotEmpty();
    }

    @Test
    void pages_back_leave_nothing_out_and_repeat_nothing() {
        assertPages(mixed.commits(), this::page);
    }

    @Test
    void pages_back_by_key_leave_nothing_out_and_repeat_nothing() {
        assertPages(mixed.with(SEVERAL), (before, limit) -> page(SEVERAL, before, limit));
    }

    @Test
    void the_first_commit_of_a_page_back_comes_whatever_its_size() {
        Commit large = commits.next(event("Large", "x").content(Content.json(Bytes.wrap(new byte[1 << 20]))));
        engine.append(log, large);
        Key key = new Key.OfEventType(new EventTypeId("Large"));
        assertThat(page(commits.position(), new PageLimit(1, 1)).commits()).containsExactly(large);
        assertThat(page(Set.of(key), commits.position(), new PageLimit(1, 1)).commits())
                .containsExactly(large);
    }

    @Test
    void a_commit_is_the_newest_as_soon_as_it_is_acknowledged() {
        Key key = new Key.OfEventSource(new EventSourceId("fresh"));
        for (int i = 0; i < 50; i++) {
            Commit commit = commits.next(request(event("Fresh", "fresh")));
            engine.append(log, commit);
            long end = commit.next().value();
            assertThat(engine.readBack(log, end)).startsWith(commit);
            assertThat(engine.readBackByKeys(log, end, key)).hasSize(i + 1).startsWith(commit);
        }
    }

    @Test
    void an_empty_log_has_nothing_to_read_back() {
        LogId empty = new LogId(log.tenant(), new LogName("empty"));
        assertThat(Answers.of(engine.logs().readBack(empty, new SequenceNumber(7), EngineUnderTest.GENEROUS)))
                .isEqualTo(EarlierPage.NOTHING);
        assertThat(Answers.of(
                        engine.logs().readBackByKeys(empty, SEVERAL, new SequenceNumber(7), EngineUnderTest.GENEROUS)))
                .isEqualTo(EarlierPage.NOTHING);
        assertThat(engine.readBack(log, 1)).isNotEmpty();
    }

    private void assertPages(List<Commit> ascending, BiFunction<SequenceNumber, PageLimit, EarlierPage> read) {
        for (PageLimit limit : List.of(
                new PageLimit(1, 1),
                new PageLimit(3, 1L << 20),
                new PageLimit(100, 2_500),
                new PageLimit(100, 1L << 30))) {
            List<Commit> found = new ArrayList<>();
            SequenceNumber before = commits.position();
            while (before.value() > 0) {
                EarlierPage page = read.apply(before, limit);
                assertThat(page.next()).isLessThan(before);
                assertThat(page.commits()).hasSizeLessThanOrEqualTo(limit.commits());
                if (page.commits().size() > 1) {
                    assertThat(page.commits().stream().mapToLong(StoredSize::of).sum())
                            .isLessThanOrEqualTo(limit.bytes());
                }
                found.addAll(page.commits());
                assertThat(found)
                        .as("whatever starts at " + page.next() + " or later")
                        .isEqualTo(reversed(ascending.stream()
                                .filter(commit -> !commit.first().isBefore(page.next()))
                                .toList()));
                before = page.next();
            }
            assertThat(found).as("pages of " + limit).isEqualTo(reversed(ascending));
        }
    }

    private EarlierPage page(SequenceNumber before, PageLimit limit) {
        return Answers.of(engine.logs().readBack(log, before, limit));
    }

    private EarlierPage page(Set<Key> keys, SequenceNumber before, PageLimit limit) {
        return Answers.of(engine.logs().readBackByKeys(log, keys, before, limit));
    }

    private static List<Commit> startingBefore(long position, List<Commit> commits) {
        return commits.stream()
                .filter(commit -> commit.first().value() < position)
                .toList();
    }

    private static List<Commit> reversed(List<Commit> commits) {
        List<Commit> reversed = new ArrayList<>(commits);
        Collections.reverse(reversed);
        return reversed;
    }
}
