package io.pushmi.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

abstract class LogNamesSpec extends EngineSpec {
    /** Some of them differ in what engines and file systems like to take for the same. */
    private static final List<String> NAMES = List.of(
            "event-log",
            "Event-Log",
            "event-log ",
            "event-log\0",
            "%65vent-log",
            "a",
            "\0",
            "/",
            "..",
            "$log",
            "ä\uD83D\uDE00",
            "x".repeat(1_000),
            "x".repeat(1_000) + "y");

    LogNamesSpec(EngineUnderTest engine) {
        super(engine);
    }

    @Test
    void every_log_with_commits_is_named_once_and_letter_by_letter() {
        NAMES.forEach(name -> engine.append(named(name), Commits.at(0)));

        assertNamed(NAMES);
        engine.append(named("a"), Commits.at(1));
        assertNamed(NAMES);
        engine.restart();
        assertNamed(NAMES);
    }

    @Test
    void a_log_is_named_from_its_first_commit_on() {
        engine.append(named("before"), Commits.at(0));
        assertNamed(List.of("before"));

        engine.append(named("new"), Commits.at(0));

        assertNamed(List.of("before", "new"));
    }

    @Test
    void a_log_that_was_only_read_or_did_not_take_a_commit_is_none() {
        engine.append(log, Commits.at(0));
        engine.head(named("asked for its head"));
        engine.read(named("read"));
        engine.lastByKey(
                named("searched"),
                new Key.OfEventType(EventBuilder.typeOf("Any").id()));
        assertThat(engine.offer(named("beyond its end"), Commits.at(7))).isInstanceOf(AppendResult.PositionTaken.class);

        assertNamed(List.of(log.name().value()));
        engine.restart();
        assertNamed(List.of(log.name().value()));
    }

    @Test
    void logs_of_other_tenants_are_not_named() {
        TenantId other = new TenantId(UUID.randomUUID());
        engine.append(log, Commits.at(0));
        engine.append(new LogId(other, new LogName("another's")), Commits.at(0));

        assertNamed(List.of(log.name().value()));
        assertThat(names(other)).containsExactly(new LogName("another's"));
        assertThat(names(new TenantId(UUID.randomUUID()))).isEmpty();
    }

    private LogId named(String name) {
        return new LogId(tenant, new LogName(name));
    }

    private Set<LogName> names(TenantId of) {
        return Answers.of(engine.logs().names(of));
    }

    private void assertNamed(List<String> expected) {
        Set<LogName> names = new LinkedHashSet<>();
        expected.forEach(name -> names.add(new LogName(name)));
        assertThat(names(tenant)).isEqualTo(names);
    }
}
