package io.pushmi.runtime.storage;

import static io.pushmi.runtime.storage.EventBuilder.aggregate;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

abstract class ManyLogsSpec extends EngineSpec {
    private static final AggregateId SHARED = aggregate("shared", "source");
    private static final CorrelationId CORRELATION = new CorrelationId(new UUID(3, 4));

    ManyLogsSpec(EngineUnderTest engine) {
        super(engine);
    }

    @Test
    void logs_of_different_tenants_and_names_have_nothing_to_do_with_one_another() {
        Map<LogId, List<Commit>> logs = logsOfDifferentLengths();

        logs.forEach(this::assertHolds);
        engine.restart();
        logs.forEach(this::assertHolds);
    }

    @Test
    void a_log_beside_many_others_is_still_empty() {
        logsOfDifferentLengths();
        LogId other = new LogId(tenant, new LogName("event-lo"));

        assertThat(engine.head(other)).isEqualTo(Head.EMPTY);
        assertThat(engine.read(other)).isEmpty();
        assertThat(engine.readByKeys(other, new Key.OfAggregate(SHARED), new Key.OfCorrelation(CORRELATION)))
                .isEmpty();
        assertThat(engine.lastByKey(other, new Key.OfAggregate(SHARED))).isEmpty();
        assertThat(engine.aggregate(other, SHARED)).isEmpty();
        assertThat(engine.aggregates(other, 10)).isEmpty();
        assertThat(engine.head(log)).isNotEqualTo(Head.EMPTY);
    }

    @Test
    void hundreds_of_logs_fit_into_one_engine() {
        Map<LogId, List<Commit>> logs = new LinkedHashMap<>();
        for (int i = 0; i < 200; i++) {
            LogId one = new LogId(tenant, new LogName("log " + i));
            List<Commit> commits = commitsOf(one, 1 + i % 3);
            engine.append(one, commits);
            logs.put(one, commits);
        }

        engine.restart();

        logs.forEach((one, commits) -> assertThat(engine.read(one)).isEqualTo(commits));
    }

    private Map<LogId, List<Commit>> logsOfDifferentLengths() {
        List<LogId> ids = new ArrayList<>();
        for (TenantId one :
                List.of(tenant, new TenantId(new UUID(0, 0)), new TenantId(new UUID(-1, -1)), TenantId.SYSTEM)) {
            for (String name : List.of(
                    LogName.MAIN.value(),
                    "event-log\0",
                    "event-log ",
                    "event-logs",
                    "Event-Log",
                    "a",
                    "ä\uD83D\uDE00/")) {
                ids.add(new LogId(one, new LogName(name)));
            }
        }
        Map<LogId, List<Commit>> logs = new LinkedHashMap<>();
        for (LogId id : ids) {
            List<Commit> commits = commitsOf(id, 1 + ids.indexOf(id) % 5);
            engine.append(id, commits);
            logs.put(id, commits);
        }
        return logs;
    }

    private static List<Commit> commitsOf(LogId id, int count) {
        Commits commits = Commits.fromTheStart();
        List<Commit> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            EventBuilder event = event("Shared", "x").json("\"" + id + "\"").appliedBy(SHARED);
            all.add(commits.next(
                    request(event).id("id-" + i).correlation(CORRELATION).checkpoint("shared", i)));
        }
        return all;
    }

    private void assertHolds(LogId id, List<Commit> commits) {
        Commit last = commits.get(commits.size() - 1);
        assertThat(engine.head(id)).isEqualTo(new Head(last.next(), last.id(), last.occurred()));
        assertThat(engine.read(id)).isEqualTo(commits);
        assertThat(engine.aggregate(id, SHARED)).contains(last.aggregates().get(0));
        assertThat(engine.aggregates(id, 10)).isEqualTo(last.aggregates());
        for (Key key : Key.of(last)) {
            assertThat(engine.lastByKey(id, key)).contains(last);
            assertThat(engine.readByKeys(id, key)).isEqualTo(key.kind() == KeyKind.COMMIT_ID ? List.of(last) : commits);
        }
    }
}
