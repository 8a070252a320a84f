package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StateStorage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the redactions that the events of a log ask for, in their order, and remembers in a state document how far that
 * has come. A redaction that was applied and not remembered is applied again, which changes nothing, and keeps its
 * record.
 */
final class Redacting {
    private static final Logger LOG = LoggerFactory.getLogger(Redacting.class);
    private static final PageLimit PAGE = new PageLimit(16, 1L << 20);
    private static final String COLLECTION = "redactions";

    private final EventLogStorage storage;
    private final StateStorage states;
    private final Erasures erasures;
    private final Retries retries;
    private final LatePurges purges;

    Redacting(EventLogStorage storage, StateStorage states, Erasures erasures, Retries retries) {
        this.storage = storage;
        this.states = states;
        this.erasures = erasures;
        this.retries = retries;
        this.purges = new LatePurges(states, erasures, retries);
    }

    /**
     * Completes when every redaction is applied that is in the log now; tries until that is so. Does nothing where another
     * Runtime erases, which sees to it by itself.
     */
    CompletionStage<Void> look(LogId log) {
        return retries.until(
                "Applying redactions of log " + log,
                () -> erasures.duties().isOn(log.tenant())
                        ? erasures.turns().take(log, () -> apply(log))
                        : CompletableFuture.completedFuture(null));
    }

    /** Whether everything before the position is applied that the log asks for, as far as that is remembered. */
    CompletionStage<Boolean> isAppliedBefore(LogId log, SequenceNumber position) {
        return HeldDocument.read(states, nameOf(log))
                .thenApply(held -> !RedactionProgress.of(held).next().isBefore(position));
    }

    private CompletionStage<Void> apply(LogId log) {
        return HeldDocument.read(states, nameOf(log))
                .thenCompose(held -> goOn(log, held, RedactionProgress.of(held)))
                .thenAccept(progress -> {
                    if (progress.unpurged() != null) {
                        purges.begin(log);
                    }
                });
    }

    /** Goes on with what the streams of the log still have in the store's files. */
    CompletionStage<Void> resumePurges(LogId log) {
        return retries.until(
                        "Looking for streams of log " + log,
                        () -> erasures.definitions().madeOf(log))
                .thenAccept(streams -> streams.forEach(each -> purges.begin(new LogId(log.tenant(), each.name()))));
    }

    static StateName nameOf(LogId log) {
        return new StateName(log.tenant(), COLLECTION, log.name().value());
    }

    private CompletionStage<RedactionProgress> goOn(LogId log, HeldDocument held, RedactionProgress progress) {
        return storage.readByKeys(log, Set.of(new Key.OfCheckpoint(Redactions.NAME)), progress.next(), PAGE)
                .thenCompose(page -> page.next().equals(progress.next())
                        ? CompletableFuture.completedFuture(progress)
                        : applyAll(held, log, page, progress).thenCompose(applied -> goOn(log, held, applied)));
    }

    /** Remembered page by page, and only where there was something: whoever looks in vain writes nothing. */
    private CompletionStage<RedactionProgress> applyAll(
            HeldDocument held, LogId log, CommitPage page, RedactionProgress progress) {
        if (page.commits().isEmpty()) {
            return CompletableFuture.completedFuture(progress.upTo(page.next()));
        }
        CompletionStage<RedactionProgress> applied = CompletableFuture.completedFuture(progress);
        for (Erasure erasure : erasuresIn(log, page.commits())) {
            applied = applied.thenCompose(before -> apply(erasure).thenApply(done -> before.and(done.concerned())));
        }
        return applied.thenCompose(done -> {
            RedactionProgress next = done.upTo(page.next());
            return held.put(next.encode()).thenApply(saved -> next);
        });
    }

    private CompletionStage<ErasureProgress> apply(Erasure erasure) {
        return new ErasureRun(storage, erasure, erasures.duties(), unsaved -> CompletableFuture.completedFuture(null))
                .from(ErasureProgress.NONE)
                .thenCompose(done -> erasures.recording()
                        .record(erasure, done)
                        .thenCompose(record -> erasures.streams().apply(erasure, done, record))
                        .thenCompose(this::purgeLater)
                        .thenApply(remembered -> {
                            LOG.info(
                                    "the event at {} of log {} redacted {} events of {} commits",
                                    erasure.before(),
                                    erasure.log(),
                                    done.events(),
                                    done.commits());
                            return done;
                        }));
    }

    /** What is to be got out of the files of each stream is remembered where a log has its redactions. */
    private CompletionStage<Void> purgeLater(List<ErasedStream> streams) {
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        for (ErasedStream each : streams) {
            all = all.thenCompose(before -> erasures.turns().take(each.stream(), () -> remember(each)))
                    .thenAccept(remembered -> purges.begin(each.stream()));
        }
        return all;
    }

    /** Nothing is redacted by a stream's own events, so that its number only says that there is something new to do. */
    private CompletionStage<Void> remember(ErasedStream erased) {
        return HeldDocument.read(states, nameOf(erased.stream())).thenCompose(held -> {
            RedactionProgress progress = RedactionProgress.of(held);
            return held.put(progress.and(erased.concerned())
                    .upTo(progress.next().plus(1))
                    .encode());
        });
    }

    private static List<Erasure> erasuresIn(LogId log, List<Commit> commits) {
        List<Erasure> erasures = new ArrayList<>();
        for (Commit commit : commits) {
            for (int i = 0; i < commit.count(); i++) {
                SequenceNumber number = commit.numberOf(i);
                Event event = commit.events().get(i);
                EventType type = event.type();
                EventSourceId source = event.source();
                if (type != null && source != null) {
                    RedactionEvent.of(type.id(), source, event.content())
                            .map(redaction -> erasure(log, number, redaction))
                            .ifPresent(erasures::add);
                }
            }
        }
        return erasures;
    }

    /** Its id follows from the event's place, so that however often it is applied, it is recorded once. */
    private static Erasure erasure(LogId log, SequenceNumber number, RedactionEvent redaction) {
        UUID id = UUID.nameUUIDFromBytes((log + "/" + number).getBytes(StandardCharsets.UTF_8));
        return new Erasure(
                new ErasureId(id),
                new ErasureRequest(log, redaction.target(), redaction.by(), redaction.reason()),
                number);
    }
}
