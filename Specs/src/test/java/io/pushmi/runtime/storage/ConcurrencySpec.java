package io.pushmi.runtime.storage;

import static io.pushmi.runtime.storage.EventBuilder.aggregate;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

abstract class ConcurrencySpec extends EngineSpec {
    private static final int WRITERS = 4;
    private static final AggregateId AGGREGATE = aggregate("account", "busy");

    ConcurrencySpec(EngineUnderTest engine) {
        super(engine);
    }

    @Test
    void exactly_one_of_those_who_want_a_position_gets_it() {
        for (int round = 0; round < 40; round++) {
            List<Commit> rivals = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                rivals.add(Commits.at(round));
            }

            List<AppendResult> results = Crowd.of(rivals.stream()
                    .map(commit -> (Crowd.Task<AppendResult>) () -> engine.offer(log, commit))
                    .toList());

            assertThat(results).containsOnlyOnce(new AppendResult.Appended(1));
            assertThat(results)
                    .filteredOn(new AppendResult.PositionTaken(0)::equals)
                    .hasSize(WRITERS - 1);
            Commit winner = rivals.get(results.indexOf(new AppendResult.Appended(1)));
            assertThat(engine.read(log, round)).containsExactly(winner);
        }
    }

    @Test
    void of_several_writers_every_one_learns_exactly_which_of_its_commits_are_in() {
        List<List<Commit>> acknowledged = Crowd.of(IntStream.range(0, WRITERS)
                .mapToObj(i -> (Crowd.Task<List<Commit>>) () -> appendAtTheEnd(30))
                .toList());

        Map<SequenceNumber, Commit> byPosition = new TreeMap<>();
        acknowledged.forEach(own -> own.forEach(commit -> assertThat(byPosition.put(commit.first(), commit))
                .as("commits at " + commit.first())
                .isNull()));
        assertThat(byPosition).hasSizeGreaterThanOrEqualTo(WRITERS);
        assertThat(engine.read(log)).isEqualTo(List.copyOf(byPosition.values()));
        assertThat(engine.head(log).next())
                .isEqualTo(acknowledged.stream()
                        .flatMap(List::stream)
                        .map(Commit::next)
                        .max(SequenceNumber::compareTo)
                        .orElse(SequenceNumber.FIRST));
    }

    @Test
    void readers_see_whole_commits_and_everything_that_is_acknowledged() {
        List<Commit> plan = plan(150);
        AtomicInteger acknowledged = new AtomicInteger();
        List<Crowd.Task<Integer>> crowd = new ArrayList<>();
        crowd.add(() -> {
            for (int i = 0; i < plan.size(); i++) {
                engine.append(log, plan.get(i));
                acknowledged.set(i + 1);
            }
            return plan.size();
        });
        crowd.add(() -> readWhile(plan, acknowledged));
        crowd.add(() -> readWhile(plan, acknowledged));
        crowd.add(() -> lookUpWhile(plan, acknowledged));

        assertThat(Crowd.of(crowd)).allMatch(rounds -> rounds > 0);
        assertThat(engine.read(log)).isEqualTo(plan);
    }

    @Test
    void writers_of_different_logs_do_not_disturb_one_another() {
        Map<LogId, List<Commit>> plans = new HashMap<>();
        for (int i = 0; i < WRITERS; i++) {
            plans.put(new LogId(tenant, new LogName("log " + i)), plan(50));
        }

        Crowd.of(plans.entrySet().stream()
                .map(one -> (Crowd.Task<Boolean>) () -> {
                    one.getValue().forEach(commit -> engine.append(one.getKey(), commit));
                    return true;
                })
                .toList());

        plans.forEach((id, plan) -> assertThat(engine.read(id)).isEqualTo(plan));
    }

    @Test
    void a_call_may_be_made_where_the_answer_to_another_arrives() {
        List<Commit> plan = plan(100);

        CompletionStage<SequenceNumber> chain = engine.logs().head(log).thenApply(Head::next);
        for (Commit commit : plan) {
            chain = chain.thenCompose(end -> {
                        assertThat(end).isEqualTo(commit.first());
                        return engine.logs().append(log, List.of(commit));
                    })
                    .thenCompose(result -> engine.logs().read(log, commit.first(), EngineUnderTest.GENEROUS))
                    .thenApply(CommitPage::next);
        }

        assertThat(Answers.of(chain)).isEqualTo(plan.get(plan.size() - 1).next());
        assertThat(engine.read(log)).isEqualTo(plan);
    }

    @Test
    void events_can_be_erased_while_commits_go_on() {
        List<Commit> plan = plan(60);
        AtomicInteger acknowledged = new AtomicInteger();
        Crowd.of(List.<Crowd.Task<Boolean>>of(
                () -> {
                    for (int i = 0; i < plan.size(); i++) {
                        engine.append(log, plan.get(i));
                        acknowledged.set(i + 1);
                    }
                    return true;
                },
                () -> {
                    for (int i = 0; i < plan.size(); ) {
                        if (i < acknowledged.get()) {
                            engine.erase(log, Map.of(plan.get(i).first(), Content.ERASED));
                            i++;
                        } else {
                            engine.head(log);
                        }
                    }
                    return true;
                }));

        List<Commit> erased = plan.stream()
                .map(commit -> {
                    List<Event> events = new ArrayList<>(commit.events());
                    events.set(0, events.get(0).withContent(Content.ERASED));
                    return commit.withEvents(events);
                })
                .toList();
        assertThat(engine.read(log)).isEqualTo(erased);
        engine.restart();
        assertThat(engine.read(log)).isEqualTo(erased);
    }

    /** Offers commits of its own at the end, however often that turns out to be taken. */
    private List<Commit> appendAtTheEnd(int tries) {
        List<Commit> acknowledged = new ArrayList<>();
        for (int i = 0; i < tries || acknowledged.isEmpty(); i++) {
            assertThat(i).as("tries without a commit").isLessThan(10_000);
            Commits own = Commits.from(engine.head(log).next());
            List<Commit> offered = List.of(own.next(), own.next(event(), event()), own.next());
            AppendResult result = Answers.of(engine.logs().append(log, offered));
            assertThat(result).isInstanceOfAny(AppendResult.Appended.class, AppendResult.PositionTaken.class);
            assertThat(result.appended()).isBetween(0, offered.size());
            acknowledged.addAll(offered.subList(0, result.appended()));
        }
        return acknowledged;
    }

    private int readWhile(List<Commit> plan, AtomicInteger acknowledged) {
        int rounds = 0;
        SequenceNumber lastHead = SequenceNumber.FIRST;
        for (int seen = 0; seen < plan.size(); rounds++) {
            seen = acknowledged.get();
            SequenceNumber end =
                    seen == 0 ? SequenceNumber.FIRST : plan.get(seen - 1).next();
            Head head = engine.head(log);
            assertThat(head.next()).isGreaterThanOrEqualTo(end).isGreaterThanOrEqualTo(lastHead);
            assertThat(plan.stream().map(Commit::next).anyMatch(head.next()::equals) || head.equals(Head.EMPTY))
                    .as("the head is the end of a commit")
                    .isTrue();
            lastHead = head.next();

            int start = Math.max(0, seen - 5);
            List<Commit> found = engine.read(log, plan.get(start).first().value());
            assertBeginningOf(plan.subList(start, plan.size()), found);
            assertThat(found).hasSizeGreaterThanOrEqualTo(seen - start);
        }
        return rounds;
    }

    private int lookUpWhile(List<Commit> plan, AtomicInteger acknowledged) {
        int rounds = 0;
        Key key = new Key.OfAggregate(AGGREGATE);
        for (int seen = 0; seen < plan.size(); rounds++) {
            seen = acknowledged.get();
            List<Commit> found = engine.readByKeys(log, key);
            assertBeginningOf(plan, found);
            assertThat(found).hasSizeGreaterThanOrEqualTo(seen);
            int least = found.size();
            assertThat(engine.lastByKey(log, key).map(plan::indexOf).orElse(-1)).isGreaterThanOrEqualTo(least - 1);
            assertThat(engine.aggregate(log, AGGREGATE)
                            .map(AggregateState::commits)
                            .orElse(0L))
                    .isGreaterThanOrEqualTo(least);
        }
        return rounds;
    }

    private static List<Commit> plan(int count) {
        Commits commits = Commits.fromTheStart();
        List<Commit> plan = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            plan.add(commits.next(request(event().appliedBy(AGGREGATE)).events(i % 7)));
        }
        return plan;
    }
}
