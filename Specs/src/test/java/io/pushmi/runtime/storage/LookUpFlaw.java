package io.pushmi.runtime.storage;

import static io.pushmi.runtime.storage.Flaw.logsOf;

import io.pushmi.runtime.storage.MemoryFixture.Opening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ways in which an engine can read and look up wrongly what it has kept rightly. */
// An opening is code; that its type cannot promise so is no reason to spell the flaws out as classes.
@SuppressWarnings("ImmutableEnumChecker")
enum LookUpFlaw implements Flaw {
    LOSES_A_KEY_ENTRY("every_commit_with_the_key_is_found_and_nothing_else", logsOf(() -> new MemoryLog() {
        @Override
        Set<Key> keysOf(Commit commit) {
            List<Key> keys = List.copyOf(super.keysOf(commit));
            return new LinkedHashSet<>(keys.subList(0, keys.size() - 1));
        }
    })),
    LOOKS_AT_THE_BEGINNING_OF_LONG_KEYS(
            "texts_that_are_nearly_the_same_are_different_keys", logsOf(() -> new MemoryLog() {
                @Override
                Set<Key> keysOf(Commit commit) {
                    return super.keysOf(commit).stream()
                            .map(LookUpFlaw::shortened)
                            .collect(Collectors.toSet());
                }

                @Override
                NavigableSet<SequenceNumber> positions(Key key) {
                    return super.positions(shortened(key));
                }
            })),
    FINDS_RANDOM_IDS_AS_CHOSEN_ONES("an_id_that_nobody_chose_is_not_found_by_its_text", logsOf(() -> new MemoryLog() {
        @Override
        Set<Key> keysOf(Commit commit) {
            Set<Key> keys = super.keysOf(commit);
            keys.add(new Key.OfCommitId(new CommitId.Chosen(commit.id().text())));
            return keys;
        }
    })),
    REPEATS_COMMITS_WITH_SEVERAL_KEYS(
            "commits_with_several_of_the_keys_come_once_and_in_order", logsOf(() -> new MemoryLog() {
                @Override
                CommitPage readByKeys(Set<Key> keys, SequenceNumber from, PageLimit limit) {
                    List<Commit> found = new ArrayList<>();
                    keys.forEach(key -> found.addAll(
                            super.readByKeys(Set.of(key), from, limit).commits()));
                    found.sort((one, other) -> one.first().compareTo(other.first()));
                    return page(found, from, limit);
                }
            })),
    STAYS_WHERE_IT_FINDS_NOTHING(
            "looking_for_what_is_not_there_comes_to_the_end_of_the_log", logsOf(() -> new MemoryLog() {
                @Override
                CommitPage readByKeys(Set<Key> keys, SequenceNumber from, PageLimit limit) {
                    CommitPage page = super.readByKeys(keys, from, limit);
                    return page.commits().isEmpty() ? new CommitPage(List.of(), from) : page;
                }
            })),
    TAKES_THE_OLDEST_FOR_THE_NEWEST("the_newest_commit_with_the_key_is_found", logsOf(() -> new MemoryLog() {
        @Override
        Optional<Commit> lastByKey(Key key) {
            return positions(key).stream().findFirst().map(this::commitAt);
        }
    })),
    SERVES_A_STALE_AGGREGATE("the_state_is_that_of_the_newest_commit", logsOf(() -> new MemoryLog() {
        private final Map<AggregateId, AggregateState> before = new HashMap<>();

        @Override
        void add(Commit commit) {
            for (AggregateState state : commit.aggregates()) {
                super.aggregate(state.aggregate()).ifPresent(stale -> before.put(state.aggregate(), stale));
            }
            super.add(commit);
        }

        @Override
        Optional<AggregateState> aggregate(AggregateId aggregate) {
            return Optional.ofNullable(before.get(aggregate)).or(() -> super.aggregate(aggregate));
        }
    })),
    TAKES_THE_STATE_WHERE_THE_PAGE_ENDS(
            "loading_one_with_more_commits_than_a_page_gives_the_state_after_the_last", logsOf(() -> new MemoryLog() {
                @Override
                AggregateRead readAggregate(AggregateId aggregate, PageLimit limit) {
                    CommitPage first = super.readAggregate(aggregate, limit).first();
                    Optional<AggregateState> reached = first.commits().stream()
                            .flatMap(commit -> commit.aggregates().stream())
                            .filter(state -> state.aggregate().equals(aggregate))
                            .reduce((one, later) -> later);
                    return new AggregateRead(reached, first);
                }
            })),
    LOADS_AN_AGGREGATE_WITHOUT_ITS_LAST_COMMIT(
            "loading_one_gives_its_state_and_every_commit_that_has_its_events", logsOf(() -> new MemoryLog() {
                @Override
                AggregateRead readAggregate(AggregateId aggregate, PageLimit limit) {
                    AggregateRead whole = super.readAggregate(aggregate, limit);
                    List<Commit> commits = whole.first().commits();
                    return commits.size() < 2
                            ? whole
                            : new AggregateRead(
                                    whole.state(),
                                    new CommitPage(
                                            commits.subList(0, commits.size() - 1),
                                            whole.first().next()));
                }
            })),
    SERVES_A_STALE_END("a_commit_is_there_as_soon_as_it_is_acknowledged", logsOf(() -> new MemoryLog() {
        @Override
        CommitPage read(SequenceNumber from, PageLimit limit) {
            CommitPage page = super.read(from, limit);
            List<Commit> older = page.commits().stream()
                    .filter(commit -> commit.next().isBefore(head().next()))
                    .toList();
            return page(older, from, limit);
        }
    })),
    BEGINS_AFTER_THE_COMMIT_THAT_CONTAINS_THE_POSITION(
            "it_starts_with_the_commit_that_contains_the_position", logsOf(() -> new MemoryLog() {
                @Override
                CommitPage read(SequenceNumber from, PageLimit limit) {
                    List<Commit> behind = all().stream()
                            .filter(commit -> !commit.first().isBefore(from))
                            .toList();
                    return page(behind, from, limit);
                }
            })),
    IGNORES_THE_LIMIT_IN_BYTES("a_page_has_at_most_as_many_bytes_as_asked_for", logsOf(() -> new MemoryLog() {
        @Override
        CommitPage read(SequenceNumber from, PageLimit limit) {
            return super.read(from, new PageLimit(limit.commits(), Long.MAX_VALUE));
        }
    })),
    WITHHOLDS_A_COMMIT_THAT_IS_LARGER_THAN_THE_PAGE(
            "the_first_commit_comes_whatever_its_size", logsOf(() -> new MemoryLog() {
                @Override
                CommitPage read(SequenceNumber from, PageLimit limit) {
                    CommitPage page = super.read(from, limit);
                    return page.commits().stream().mapToLong(StoredSize::of).sum() > limit.bytes()
                            ? new CommitPage(List.of(), from)
                            : page;
                }
            })),
    LEAVES_A_COMMIT_OUT_BETWEEN_PAGES("pages_leave_nothing_out_and_repeat_nothing", logsOf(() -> new MemoryLog() {
        @Override
        CommitPage readByKeys(Set<Key> keys, SequenceNumber from, PageLimit limit) {
            CommitPage page = super.readByKeys(keys, from, limit);
            SequenceNumber beyond =
                    super.readByKeys(keys, page.next(), new PageLimit(1, 1)).next();
            return page.commits().isEmpty() ? page : new CommitPage(page.commits(), beyond);
        }
    })),
    REPEATS_AN_AGGREGATE_ON_THE_NEXT_PAGE("paging_comes_by_every_aggregate_once", logsOf(() -> new MemoryLog() {
        @Override
        AggregatePage aggregates(@Nullable Bytes after, int limit) {
            AggregatePage page = super.aggregates(after, limit);
            List<AggregateState> twice = new ArrayList<>(page.aggregates());
            if (after != null) {
                twice.set(0, super.aggregates(null, 1).aggregates().get(0));
            }
            return new AggregatePage(twice, page.next());
        }
    })),
    ERASES_UP_TO_THE_POSITION_THAT_IS_BEYOND_THE_END(
            "erasing_beyond_the_end_is_refused_and_changes_nothing", logsOf(() -> new MemoryLog() {
                @Override
                void erase(Map<SequenceNumber, Content> remaining) {
                    remaining.keySet().stream()
                            .filter(position -> position.isBefore(head().next()))
                            .forEach(position -> replace(position, Content.ERASED));
                    super.erase(remaining);
                }
            })),
    WRITES_NULL_OVER_WHAT_IS_ERASED(
            "the_content_goes_with_its_metadata_and_everything_else_stays", logsOf(() -> new MemoryLog() {
                @Override
                void replace(SequenceNumber position, Content content) {
                    super.replace(
                            position, content instanceof Content.Erased ? Content.json(Bytes.utf8("null")) : content);
                }
            })),
    LOSES_THE_KEYS_OF_WHAT_IS_ERASED("events_of_several_commits_go_at_once", logsOf(() -> new MemoryLog() {
        private final Set<SequenceNumber> erased = new TreeSet<>();

        @Override
        void replace(SequenceNumber position, Content content) {
            super.replace(position, content);
            erased.add(position);
        }

        @Override
        NavigableSet<SequenceNumber> positions(Key key) {
            NavigableSet<SequenceNumber> rest = new TreeSet<>(super.positions(key));
            rest.removeAll(erased);
            return rest;
        }
    })),
    LEAKS_ANOTHER_LOGS_COMMITS(
            "a_log_beside_many_others_is_still_empty",
            (disk, kinds) -> new MemoryEngine(disk) {
                private final List<MemoryLog> logs = new ArrayList<>();

                @Override
                MemoryLog newLog(LogId id) {
                    MemoryLog log = new MemoryLog() {
                        @Override
                        CommitPage readByKeys(Set<Key> keys, SequenceNumber from, PageLimit limit) {
                            CommitPage own = super.readByKeys(keys, from, limit);
                            return !own.commits().isEmpty() || logs.get(0) == this
                                    ? own
                                    : logs.get(0).readByKeys(keys, from, limit);
                        }
                    };
                    logs.add(log);
                    return log;
                }
            }.recovered()),
    TAKES_ALL_TENANTS_FOR_ONE(
            "logs_of_different_tenants_and_names_have_nothing_to_do_with_one_another",
            (disk, kinds) -> new MemoryEngine(disk) {
                private final Map<LogName, MemoryLog> logs = new HashMap<>();

                @Override
                MemoryLog newLog(LogId id) {
                    return logs.computeIfAbsent(id.name(), unused -> new MemoryLog());
                }
            }.recovered()),
    DOES_NOT_BUILD_A_KIND_THAT_IS_NEW(
            "a_kind_that_is_new_answers_right_at_once_and_while_commits_go_on", UnbuiltKinds.opening());

    private final String caughtBy;
    private final Opening opening;

    LookUpFlaw(String caughtBy, Opening opening) {
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

    private static Key shortened(Key key) {
        return key instanceof Key.OfEventSource of && of.source().value().length() > 1_000
                ? new Key.OfEventSource(new EventSourceId(of.source().value().substring(0, 1_000)))
                : key;
    }
}
