package io.pushmi.runtime.storage;

import static io.pushmi.runtime.storage.Flaw.logsOf;

import io.pushmi.runtime.storage.MemoryFixture.Opening;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Ways in which an engine can read wrongly towards the beginning of a log. */
// An opening is code; that its type cannot promise so is no reason to spell the flaws out as classes.
@SuppressWarnings("ImmutableEnumChecker")
enum BackwardFlaw implements Flaw {
    LEAVES_OUT_THE_COMMIT_THAT_CONTAINS_THE_POSITION(
            "commits_that_start_before_the_position_come_the_newest_first", logsOf(() -> new MemoryLog() {
                @Override
                EarlierPage readBack(SequenceNumber before, PageLimit limit) {
                    return pageBack(
                            all().stream()
                                    .filter(commit -> commit.next().compareTo(before) <= 0)
                                    .sorted((one, other) -> other.first().compareTo(one.first()))
                                    .toList(),
                            limit);
                }
            })),
    KEEPS_THE_ORDER_OF_THE_LOG_ON_A_PAGE(
            "every_commit_with_the_key_comes_the_newest_first", logsOf(() -> new MemoryLog() {
                @Override
                EarlierPage readBackByKeys(Set<Key> keys, SequenceNumber before, PageLimit limit) {
                    EarlierPage page = super.readBackByKeys(keys, before, limit);
                    List<Commit> ascending = new ArrayList<>(page.commits());
                    Collections.reverse(ascending);
                    return new EarlierPage(ascending, page.next());
                }
            })),
    INCLUDES_THE_COMMIT_AT_THE_POSITION(
            "commits_with_the_key_that_start_before_the_position_come", logsOf(() -> new MemoryLog() {
                @Override
                EarlierPage readBackByKeys(Set<Key> keys, SequenceNumber before, PageLimit limit) {
                    return before.value() == 0
                            ? EarlierPage.NOTHING
                            : super.readBackByKeys(keys, before.plus(1), limit);
                }
            })),
    REPEATS_COMMITS_WITH_SEVERAL_KEYS_BACKWARDS(
            "commits_with_several_of_the_keys_come_once", logsOf(() -> new MemoryLog() {
                @Override
                EarlierPage readBackByKeys(Set<Key> keys, SequenceNumber before, PageLimit limit) {
                    List<Commit> found = new ArrayList<>();
                    keys.forEach(key -> found.addAll(
                            super.readBackByKeys(Set.of(key), before, limit).commits()));
                    found.sort((one, other) -> other.first().compareTo(one.first()));
                    return pageBack(found, limit);
                }
            })),
    FINDS_NOTHING_BEFORE_WHAT_IS_BEYOND_THE_END(
            "a_position_beyond_the_end_stands_for_the_end", logsOf(() -> new MemoryLog() {
                @Override
                EarlierPage readBackByKeys(Set<Key> keys, SequenceNumber before, PageLimit limit) {
                    return head().next().isBefore(before)
                            ? EarlierPage.NOTHING
                            : super.readBackByKeys(keys, before, limit);
                }
            })),
    NEVER_SAYS_THAT_THERE_IS_NOTHING_MORE(
            "before_the_first_commit_there_is_nothing_and_nothing_more", logsOf(() -> new MemoryLog() {
                @Override
                EarlierPage readBack(SequenceNumber before, PageLimit limit) {
                    EarlierPage page = super.readBack(before, limit);
                    return new EarlierPage(page.commits(), new SequenceNumber(1));
                }
            })),
    STAYS_WHERE_IT_FINDS_NOTHING_BACKWARDS(
            "looking_for_what_is_not_there_comes_to_the_beginning_of_the_log", logsOf(() -> new MemoryLog() {
                @Override
                EarlierPage readBackByKeys(Set<Key> keys, SequenceNumber before, PageLimit limit) {
                    EarlierPage page = super.readBackByKeys(keys, before, limit);
                    return page.commits().isEmpty() ? new EarlierPage(List.of(), before) : page;
                }
            })),
    LEAVES_A_COMMIT_OUT_BETWEEN_PAGES_BACKWARDS(
            "pages_back_leave_nothing_out_and_repeat_nothing", logsOf(() -> new MemoryLog() {
                @Override
                EarlierPage readBack(SequenceNumber before, PageLimit limit) {
                    EarlierPage page = super.readBack(before, limit);
                    return new EarlierPage(
                            page.commits(),
                            super.readBack(page.next(), new PageLimit(1, 1)).next());
                }
            })),
    IGNORES_THE_LIMIT_IN_BYTES_BACKWARDS(
            "pages_back_by_key_leave_nothing_out_and_repeat_nothing", logsOf(() -> new MemoryLog() {
                @Override
                EarlierPage readBackByKeys(Set<Key> keys, SequenceNumber before, PageLimit limit) {
                    return super.readBackByKeys(keys, before, new PageLimit(limit.commits(), Long.MAX_VALUE));
                }
            })),
    WITHHOLDS_A_COMMIT_THAT_IS_LARGER_THAN_THE_PAGE_BACKWARDS(
            "the_first_commit_of_a_page_back_comes_whatever_its_size", logsOf(() -> new MemoryLog() {
                @Override
                EarlierPage readBack(SequenceNumber before, PageLimit limit) {
                    EarlierPage page = super.readBack(before, limit);
                    return page.commits().stream().mapToLong(StoredSize::of).sum() > limit.bytes()
                            ? new EarlierPage(List.of(), page.next())
                            : page;
                }
            })),
    SERVES_A_STALE_END_BACKWARDS("a_commit_is_the_newest_as_soon_as_it_is_acknowledged", logsOf(() -> new MemoryLog() {
        @Override
        EarlierPage readBack(SequenceNumber before, PageLimit limit) {
            List<Commit> older = super.readBack(before, limit).commits();
            return pageBack(older.isEmpty() ? older : older.subList(1, older.size()), limit);
        }
    }));

    private final String caughtBy;
    private final Opening opening;

    BackwardFlaw(String caughtBy, Opening opening) {
        this.caughtBy = caughtBy;
        this.opening = opening;
    }

    @Override
    public Opening opening() {
        return opening;
    }

    @Override
    public String caughtBy() {
        return caughtBy;
    }
}
