package io.pushmi.runtime.management.moving;

import static io.pushmi.runtime.storage.EventBuilder.aggregate;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;

import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.ConsentId;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.Contexts;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.MixedLog;
import io.pushmi.runtime.storage.Origin;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stores with everything in them that is hard to move, and what is in a store. */
final class FilledStore {
    static final TenantId TENANT = TenantId.DEVELOPMENT;
    static final TenantId OTHER = new TenantId(new UUID(7, 7));
    static final LogId MAIN = LogId.mainOf(TENANT);
    static final LogId ODD = new LogId(TENANT, new LogName("Scope/ä\uD83D\uDE00 \0\uD800" + "x".repeat(300)));

    private FilledStore() {}

    static OpenStore open(StorageEngine engine) {
        return open(engine.logs(), engine.states());
    }

    static OpenStore open(EventLogStorage logs, StateStorage states) {
        return new OpenStore(logs, states, Set.of(TENANT, OTHER), FilledStore::await);
    }

    private static <T> T await(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().get(1, TimeUnit.MINUTES);
        } catch (ExecutionException failed) {
            throw (RuntimeException) Objects.requireNonNull(failed.getCause());
        } catch (InterruptedException | TimeoutException never) {
            throw new AssertionError("expected an answer within a minute", never);
        }
    }

    static void fill(StorageEngine engine) {
        append(engine, MAIN, new MixedLog(Commits.fromTheStart(), 15).commits());
        append(engine, ODD, nasty());
        append(engine, LogId.mainOf(OTHER), Commits.fromTheStart().some(3));
        Answers.of(engine.logs()
                .erase(MAIN, Map.of(new SequenceNumber(2), Content.ERASED, new SequenceNumber(3), redacted()))
                .thenApply(done -> true));
        put(engine, "processors", "a", Bytes.utf8("{\"position\":4}"));
        put(engine, "processors", "é\uD83D\uDE00", Bytes.wrap(new byte[] {0, (byte) 0xFF}));
        put(engine, "processors", "empty", Bytes.EMPTY);
        put(engine, "Odd/\0", "b", Bytes.utf8("{}"));
        put(engine, "leases", "a", Bytes.utf8("{\"runtime\":\"one\"}"));
        put(engine, "runtimes", "one", Bytes.utf8("{}"));
    }

    static void append(StorageEngine engine, LogId log, List<Commit> commits) {
        int done = 0;
        while (done < commits.size()) {
            AppendResult result = Answers.of(engine.logs().append(log, commits.subList(done, commits.size())));
            if (!(result instanceof AppendResult.Appended)) {
                throw new AssertionError("expected all commits to be taken, found " + result);
            }
            done += result.appended();
        }
    }

    static void put(StorageEngine engine, String collection, String name, Bytes content) {
        StateName document = new StateName(TENANT, collection, name);
        Answers.of(engine.states().change(List.of(new StateChange.Put(document, Revision.ABSENT, content))));
    }

    /** Every commit of every log. */
    static Map<LogId, List<Commit>> logs(StorageEngine engine) {
        Map<LogId, List<Commit>> logs = new LinkedHashMap<>();
        for (TenantId tenant : List.of(TENANT, OTHER)) {
            for (LogName name : Answers.of(engine.logs().names(tenant))) {
                LogId log = new LogId(tenant, name);
                logs.put(log, commits(engine, log));
            }
        }
        return logs;
    }

    static List<Commit> commits(StorageEngine engine, LogId log) {
        List<Commit> commits = new ArrayList<>();
        SequenceNumber next = SequenceNumber.FIRST;
        while (true) {
            CommitPage page = Answers.of(engine.logs().read(log, next, new PageLimit(1_000, 64L << 20)));
            commits.addAll(page.commits());
            if (page.next().equals(next)) {
                return commits;
            }
            next = page.next();
        }
    }

    /** The content of every document that is moved, by its collection and name. */
    static Map<StateName, Bytes> documents(StorageEngine engine) {
        Map<StateName, Bytes> documents = new TreeMap<>(Comparator.comparing(StateName::toString));
        for (TenantId tenant : List.of(TENANT, OTHER)) {
            for (String collection : Answers.of(engine.states().collections(tenant))) {
                for (StateDocument document : Answers.of(engine.states().list(tenant, collection, null, 1_000))
                        .documents()) {
                    documents.put(document.name(), document.content());
                }
            }
        }
        documents.keySet().removeIf(name -> "runtimes".equals(name.collection()));
        return documents;
    }

    private static Content redacted() {
        return new Content.Redacted(Bytes.utf8("{}"), ContentType.JSON);
    }

    private static List<Commit> nasty() {
        Commits commits = Commits.fromTheStart();
        Origin origin = new Origin(
                new MicroserviceId(new UUID(1, 2)),
                new SequenceNumber(Long.MAX_VALUE),
                Instant.parse("2026-02-03T04:05:06.000000007Z"),
                new ConsentId(new UUID(3, 4)));
        return List.of(
                commits.next(request(event("Full", "source")
                                .isPublic()
                                .id("id")
                                .metadata(Bytes.wrap(new byte[] {0, (byte) 0xFF}))
                                .appliedBy(aggregate("root", "\uDFFF"))
                                .partition("")
                                .origin(origin))
                        .id("!~chosen")
                        .context(Contexts.full())
                        .checkpoint("checkpoint\n", Long.MAX_VALUE)),
                commits.next(event().json("{ \"b\" : 1.00,\t\"a\":\"\\u00e9\" , \"b\": 1e2 }\n")),
                commits.next(event().content(new Content.Present(
                        Bytes.wrap(new byte[] {(byte) 0xC3, 0x28, 0}), new ContentType("")))),
                commits.next(request(event().json("\uFEFFno json"))
                        .system()
                        .occurred(Instant.parse("1969-12-31T23:59:59.999999999Z"))),
                commits.next(event().content(Content.json(Bytes.wrap(new byte[100_000])))));
    }
}
