package io.pushmi.runtime.storage;

import static io.pushmi.runtime.storage.Flaw.logsOf;

import io.pushmi.runtime.storage.MemoryDisk.Write;
import io.pushmi.runtime.storage.MemoryFixture.Opening;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Ways in which an engine can take, keep and give back commits wrongly. */
// An opening is code; that its type cannot promise so is no reason to spell the flaws out as classes.
@SuppressWarnings("ImmutableEnumChecker")
enum LogFlaw implements Flaw {
    FORGETS_THE_LAST_COMMIT_ON_RESTART("everything_is_there_again_after_a_restart", Flaw.finding(writes -> {
        List<Write> found = new ArrayList<>(writes);
        for (int i = found.size() - 1; i >= 0; i--) {
            if (found.get(i) instanceof Write.Appended appended) {
                int kept = appended.commits().size() - 1;
                found.set(
                        i, new Write.Appended(appended.log(), appended.commits().subList(0, kept)));
                return found;
            }
        }
        return found;
    })),
    KEEPS_HALF_OF_A_COMMIT_ON_RESTART(
            "the_largest_commit_of_small_events_fits",
            Flaw.finding(writes -> writes.stream()
                    .map(write -> write instanceof Write.Appended appended
                            ? new Write.Appended(
                                    appended.log(),
                                    appended.commits().stream()
                                            .map(FlawedCommits::half)
                                            .toList())
                            : write)
                    .toList())),
    DROPS_ERASURE_ON_RESTART(
            "what_remains_of_the_content_takes_its_place",
            Flaw.finding(writes -> writes.stream()
                    .filter(write -> !(write instanceof Write.Erased))
                    .toList())),
    BRINGS_BACK_WHAT_WAS_ERASED(
            "what_is_gone_does_not_come_back_by_erasing_less", FlawedCommits.erasedTo(Event::withContent)),
    TAKES_WHAT_REMAINS_FOR_THE_WHOLE(
            "what_remains_of_the_content_takes_its_place",
            FlawedCommits.erasedTo((event, remaining) -> event.withContent(
                    remaining instanceof Content.Redacted part
                            ? new Content.Present(part.bytes(), part.type())
                            : remaining))),
    ACKNOWLEDGES_BEFORE_THE_SYNC("an_append_is_acknowledged_after_its_sync", Flaw.syncingLate()),
    ACKNOWLEDGES_AN_ERASURE_BEFORE_THE_SYNC("it_is_durable_when_it_is_acknowledged", Flaw.syncingLate()),
    LOSES_WHAT_WAS_OFFERED_BEFORE_CLOSING("closing_finishes_what_was_offered", Flaw.closingAtOnce()),
    OVERWRITES_A_TAKEN_POSITION("a_position_that_is_taken_stays_as_it_is", logsOf(() -> new MemoryLog() {
        @Override
        boolean takes(Commit commit) {
            return !head().next().isBefore(commit.first());
        }
    })),
    LETS_SEVERAL_WIN_A_POSITION(
            "exactly_one_of_those_who_want_a_position_gets_it", OVERWRITES_A_TAKEN_POSITION.opening()),
    ACCEPTS_A_GAP("a_position_beyond_the_end_is_left_free", logsOf(() -> new MemoryLog() {
        @Override
        boolean takes(Commit commit) {
            return !commit.first().isBefore(head().next());
        }
    })),
    APPENDS_THE_REST_WHEN_THE_FIRST_IS_TAKEN(
            "nothing_of_an_append_gets_in_after_a_commit_that_does_not", logsOf(() -> new MemoryLog() {
                @Override
                List<Commit> append(List<Commit> more) {
                    List<Commit> rest = more.stream()
                            .filter(commit -> !commit.first().isBefore(head().next()))
                            .toList();
                    return rest.isEmpty() ? rest : super.append(rest);
                }
            })),
    SPLITS_A_COMMIT("a_commit_of_many_events_stays_one", logsOf(() -> new MemoryLog() {
        @Override
        List<Commit> append(List<Commit> more) {
            return super.append(more.stream()
                    .flatMap(commit -> FlawedCommits.inTwo(commit).stream())
                    .toList());
        }
    })),
    REORDERS_TWO_COMMITS("several_commits_of_one_append_keep_their_order", logsOf(() -> new MemoryLog() {
        @Override
        List<Commit> append(List<Commit> more) {
            return super.append(FlawedCommits.reversed(more));
        }
    })),
    RE_SERIALISES_CONTENT("content_comes_back_byte_for_byte", FlawedCommits.contentAs(text -> text.replace(" ", ""))),
    READS_CONTENT_AS_TEXT("a_mebibyte_comes_back_byte_for_byte", FlawedCommits.contentAs(text -> text)),
    CUTS_OCCURRED_TO_MILLISECONDS(
            "the_instant_comes_back_to_the_nanosecond",
            FlawedCommits.keptAs(commit ->
                    FlawedCommits.withOccurred(commit, commit.occurred().truncatedTo(ChronoUnit.MILLIS)))),
    TAKES_THE_ABSENT_FOR_THE_EMPTY(
            "what_is_empty_does_not_turn_into_what_is_absent",
            FlawedCommits.eventsAs(event -> new Event(
                    event.type(),
                    event.source(),
                    event.content(),
                    event.isPublic(),
                    event.id(),
                    event.metadata() == null && !event.isErased() ? Bytes.EMPTY : event.metadata(),
                    event.appliedBy(),
                    event.partition(),
                    event.origin()))),
    FORGETS_WHO_IS_ALLOWED_TO_SEE_AN_EVENT(
            "everything_optional_comes_back",
            FlawedCommits.eventsAs(event -> new Event(
                    event.type(),
                    event.source(),
                    event.content(),
                    false,
                    event.id(),
                    event.metadata(),
                    event.appliedBy(),
                    event.partition(),
                    event.origin()))),
    NAMES_LOGS_THAT_WERE_ONLY_READ(
            "a_log_that_was_only_read_or_did_not_take_a_commit_is_none",
            Flaw.naming((logs, tenant) -> logs.keySet().stream()
                    .filter(log -> log.tenant().equals(tenant))
                    .map(LogId::name)
                    .collect(Collectors.toSet()))),
    NAMES_THE_LOGS_OF_ALL_TENANTS(
            "logs_of_other_tenants_are_not_named",
            Flaw.naming(
                    (logs, tenant) -> logs.keySet().stream().map(LogId::name).collect(Collectors.toSet()))),
    CUTS_THE_NAMES_OF_LOGS(
            "every_log_with_commits_is_named_once_and_letter_by_letter",
            Flaw.naming((logs, tenant) -> logs.keySet().stream()
                    .filter(log -> log.tenant().equals(tenant))
                    .map(log -> log.name().value())
                    .map(name -> new LogName(name.substring(0, Math.min(name.length(), 100))))
                    .collect(Collectors.toSet()))),
    NAMES_ONLY_THE_LOGS_IT_FOUND_AT_THE_START(
            "a_log_is_named_from_its_first_commit_on",
            (disk, kinds) -> new MemoryEngine(disk) {
                private final Map<TenantId, Set<LogName>> found = new HashMap<>();

                @Override
                Set<LogName> names(TenantId tenant) {
                    return found.computeIfAbsent(tenant, super::names);
                }
            }.recovered()),
    TAKES_THE_LAST_INSTANT_FOR_THE_LATEST("the_head_has_the_latest_instant_of_the_log", logsOf(() -> new MemoryLog() {
        @Override
        Head head() {
            List<Commit> all = List.copyOf(all());
            Head head = super.head();
            return all.isEmpty()
                    ? head
                    : new Head(head.next(), head.last(), all.get(all.size() - 1).occurred());
        }
    }));

    private final String caughtBy;
    private final Opening opening;

    LogFlaw(String caughtBy, Opening opening) {
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
