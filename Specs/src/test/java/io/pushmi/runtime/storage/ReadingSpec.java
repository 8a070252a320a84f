package io.pushmi.runtime.storage;

import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class ReadingSpec extends EngineSpec {
    private static final int KIBIBYTE = 1024;

    private final Commits commits = Commits.fromTheStart();
    private final List<Commit> all = new ArrayList<>();

    ReadingSpec(EngineUnderTest engine) {
        super(engine);
    }

    @BeforeEach
    void append_commits_of_one_to_four_events() {
        for (int i = 0; i < 20; i++) {
            all.add(commits.next(request(event("Sized", "s" + i).content(zeros(i * KIBIBYTE)))
                    .events(i % 4)));
        }
        engine.append(log, all);
    }

    @Test
    void it_starts_with_the_commit_that_contains_the_position() {
        for (long from = 0; from < commits.position().value(); from++) {
            long position = from;
            List<Commit> expected = all.stream()
                    .filter(commit -> commit.next().value() > position)
                    .toList();
            assertThat(engine.read(log, from)).as("from " + from).isEqualTo(expected);
        }
    }

    @Test
    void there_is_nothing_at_the_end_and_beyond() {
        for (long beyond : new long[] {0, 1, 1_000}) {
            SequenceNumber from = commits.position().plus(beyond);

            CommitPage page = page(from, EngineUnderTest.GENEROUS);

            assertThat(page).isEqualTo(new CommitPage(List.of(), from));
        }
        assertThat(engine.read(log)).isEqualTo(all);
    }

    @Test
    void a_page_has_at_most_as_many_commits_as_asked_for() {
        for (int limit : new int[] {1, 3, 19, 20, 21}) {
            assertPagesOf(new PageLimit(limit, Long.MAX_VALUE));
        }
    }

    @Test
    void a_page_has_at_most_as_many_bytes_as_asked_for() {
        for (int kibibytes : new int[] {1, 5, 19, 40, 400}) {
            assertPagesOf(new PageLimit(Integer.MAX_VALUE, (long) kibibytes * KIBIBYTE));
        }
    }

    @Test
    void the_first_commit_comes_whatever_its_size() {
        Commit large = commits.next(event().content(zeros(1024 * KIBIBYTE)));
        engine.append(log, large);

        CommitPage page = page(large.first(), new PageLimit(1, 1));

        assertThat(page).isEqualTo(new CommitPage(List.of(large), large.next()));
        all.add(large);
        assertPagesOf(new PageLimit(100, 1));
    }

    @Test
    void a_commit_is_there_as_soon_as_it_is_acknowledged() {
        for (int i = 0; i < 50; i++) {
            Commit commit = commits.next();
            engine.append(log, commit);

            assertThat(engine.head(log).next()).isEqualTo(commit.next());
            assertThat(engine.read(log, commit.first().value())).containsExactly(commit);
        }
    }

    private void assertPagesOf(PageLimit limit) {
        List<Commit> found = new ArrayList<>();
        SequenceNumber next = SequenceNumber.FIRST;
        while (found.size() < all.size()) {
            CommitPage page = page(next, limit);
            assertThat(page.commits()).isNotEmpty().hasSizeLessThanOrEqualTo(limit.commits());
            if (page.commits().size() > 1) {
                assertThat(page.commits().stream().mapToLong(StoredSize::of).sum())
                        .isLessThanOrEqualTo(limit.bytes());
            }
            found.addAll(page.commits());
            assertThat(page.next()).isEqualTo(found.get(found.size() - 1).next());
            next = page.next();
        }
        assertThat(found).as("pages of " + limit).isEqualTo(all);
    }

    private CommitPage page(SequenceNumber from, PageLimit limit) {
        return Answers.of(engine.logs().read(log, from, limit));
    }

    private static Content zeros(int size) {
        return Content.json(Bytes.wrap(new byte[size]));
    }
}
