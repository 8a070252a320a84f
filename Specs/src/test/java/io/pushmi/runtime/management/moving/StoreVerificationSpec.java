package io.pushmi.runtime.management.moving;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Finding;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.MemoryEngine;
import io.pushmi.runtime.storage.MixedLog;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StoreVerificationSpec {
    private final MemoryEngine engine = MemoryEngine.open(new MemoryDisk());
    private final List<String> found = new ArrayList<>();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void nothing_is_wrong_with_a_right_store_and_everything_is_counted() {
        MixedLog mixed = new MixedLog(Commits.fromTheStart(), 450);
        FilledStore.append(engine, FilledStore.MAIN, mixed.commits());
        FilledStore.put(engine, "processors", "a", Bytes.EMPTY);

        Verification verification = verify(engine.logs());

        assertThat(found).isEmpty();
        long events = mixed.commits().stream().mapToLong(Commit::count).sum();
        assertThat(verification)
                .isEqualTo(new Verification(1, 450, events, 2, mixed.keys().size(), 1, 0));
    }

    @Test
    void a_commit_that_is_not_found_by_a_key_is_named() {
        MixedLog mixed = new MixedLog(Commits.fromTheStart(), 20);
        FilledStore.append(engine, FilledStore.MAIN, mixed.commits());
        SequenceNumber hidden = mixed.commits().get(7).first();

        verify(new ForwardingLogs(engine.logs()) {
            @Override
            public CompletionStage<CommitPage> readByKeys(
                    LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
                return super.readByKeys(log, keys, from, limit)
                        .thenApply(page -> new CommitPage(
                                page.commits().stream()
                                        .filter(commit -> !commit.first().equals(hidden))
                                        .toList(),
                                page.next()));
            }
        });

        assertThat(found)
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding)
                        .startsWith("log " + FilledStore.MAIN + " at " + hidden + ": it is not found by its key "));
    }

    @Test
    void a_commit_that_is_found_by_a_key_it_does_not_have_is_named() {
        MixedLog mixed = new MixedLog(Commits.fromTheStart(), 20);
        FilledStore.append(engine, FilledStore.MAIN, mixed.commits());

        verify(new ForwardingLogs(engine.logs()) {
            @Override
            public CompletionStage<CommitPage> readByKeys(
                    LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
                return super.read(log, from, limit);
            }
        });

        assertThat(found)
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding).contains(": it is found by ", ", which is not its key"));
    }

    @Test
    void an_aggregate_that_does_not_go_on_from_where_it_was_is_named() {
        Commit first = new MixedLog(Commits.fromTheStart(), 1).commits().get(0);
        Commit again = new MixedLog(Commits.fromTheStart(), 1).commits().get(0);
        FilledStore.append(engine, FilledStore.MAIN, List.of(first, moved(again, first.next())));

        verify(engine.logs());

        assertThat(found)
                .anyMatch(finding -> finding.contains(" should go on with version 2, not 0"))
                .anyMatch(finding -> finding.contains("its aggregates should be left at "));
    }

    @Test
    void an_aggregate_whose_state_is_stale_is_named() {
        FilledStore.append(engine, FilledStore.MAIN, new MixedLog(Commits.fromTheStart(), 3).commits());

        verify(new ForwardingLogs(engine.logs()) {
            @Override
            public CompletionStage<Optional<AggregateState>> aggregate(LogId log, AggregateId aggregate) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
        });

        assertThat(found)
                .hasSize(2)
                .allSatisfy(finding -> assertThat(finding).contains(" should be where its last commit left it, "));
    }

    @Test
    void a_commit_that_occurred_before_the_one_before_it_is_named() {
        Commits commits = Commits.fromTheStart();
        FilledStore.append(
                engine,
                FilledStore.MAIN,
                List.of(commits.next(), commits.next(RequestBuilder.request().occurred(Instant.EPOCH))));

        verify(engine.logs());

        assertThat(found).singleElement().asString().contains(" at 1: it occurred 1970-01-01T00:00:00Z, earlier than");
    }

    @Test
    void a_head_that_is_not_the_end_is_named() {
        FilledStore.append(engine, FilledStore.MAIN, Commits.fromTheStart().some(2));

        verify(new ForwardingLogs(engine.logs()) {
            @Override
            public CompletionStage<Head> head(LogId log) {
                return CompletableFuture.completedFuture(Head.EMPTY);
            }
        });

        assertThat(found).singleElement().asString().contains(" at 2: its head should be ");
    }

    @Test
    void a_log_that_cannot_be_read_does_not_keep_the_others_from_being_checked() {
        FilledStore.append(engine, FilledStore.MAIN, Commits.fromTheStart().some(2));
        FilledStore.append(
                engine, LogId.mainOf(FilledStore.OTHER), Commits.fromTheStart().some(3));

        Verification verification = verify(new ForwardingLogs(engine.logs()) {
            @Override
            public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
                return log.equals(FilledStore.MAIN)
                        ? CompletableFuture.failedFuture(new StorageDamaged("it is torn", null))
                        : super.read(log, from, limit);
            }
        });

        assertThat(found)
                .containsExactly("log " + FilledStore.MAIN + " at 0: from here on it cannot be read: it is torn");
        assertThat(verification.events()).isEqualTo(3);
        assertThat(verification.findings()).isEqualTo(1);
    }

    private Verification verify(EventLogStorage logs) {
        OpenStore store = FilledStore.open(logs, engine.states());
        return new StoreVerification(store, new Verification.Listener() {
                    @Override
                    public void found(Finding finding) {
                        found.add(finding.toString());
                    }

                    @Override
                    public void advanced(long done, long expected) {
                        assertThat(done).isLessThanOrEqualTo(expected);
                    }
                })
                .run();
    }

    private static Commit moved(Commit commit, SequenceNumber to) {
        return new Commit(
                to,
                commit.id(),
                commit.occurred(),
                commit.context(),
                commit.kind(),
                commit.events(),
                commit.aggregates().stream()
                        .map(state -> new AggregateState(
                                state.aggregate(),
                                state.next(),
                                state.commits(),
                                to.plus(state.last().value())))
                        .toList(),
                commit.checkpoint());
    }
}
