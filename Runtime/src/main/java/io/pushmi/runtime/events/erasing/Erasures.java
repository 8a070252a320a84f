package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.events.streams.StreamDefinitions;
import io.pushmi.runtime.leases.Leases;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.storage.Upkeep;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases content for good. May be used by any number of threads; nothing here blocks.
 *
 * <p><b>Implementer's note.</b> An erasure is first put down as a state document: from then on it happens, if need be
 * after a restart. Then it is applied to the store, recorded in the log by a commit of its own, applied to the
 * streams that are made of the log, and gone over in the store's files; at last its document is removed. Each step may be repeated, and is, from the document, when something
 * fails.
 */
public final class Erasures {
    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);
    private static final int DOCUMENTS_AT_A_TIME = 100;

    /** How often it is looked whether another Runtime has done what it was asked for. */
    static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final EventLogStorage storage;
    private final StateStorage states;
    private final Optional<Upkeep> upkeep;
    private final Tenants tenants;
    private final Recording recording;
    private final StreamDefinitions definitions;
    private final StreamErasures streams;
    private final Retries retries;
    private final Duties duties;
    private final Turns turns = new Turns();
    private final Set<StateName> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean resumed;

    /**
     * Erasing from the logs of one Runtime.
     *
     * @param upkeep what the engine offers to get what was erased out of its files, if anything
     * @param leases say which Runtime erases, where several share the store
     * @param timer starts what has to be tried again
     */
    public Erasures(
            EventLogs logs,
            EventLogStorage storage,
            StateStorage states,
            Optional<Upkeep> upkeep,
            Tenants tenants,
            Leases leases,
            ScheduledExecutorService timer) {
        this.storage = storage;
        this.states = states;
        this.upkeep = upkeep;
        this.tenants = tenants;
        this.recording = new Recording(logs, storage);
        this.definitions = new StreamDefinitions(states);
        this.retries = new Retries(timer);
        this.duties = new Duties(leases, retries);
        this.streams = new StreamErasures(definitions, storage, recording, turns, duties);
        duties.add(tenant -> resumed ? goOn(tenant) : CompletableFuture.completedFuture(null));
    }

    /**
     * Erases what is asked for from the events that the log has now, and from the copies of them in streams that filters
     * make of it. To do it again erases nothing more, and is recorded
     * again.
     *
     * <p>When the stage completes, no read that begins later returns what was erased, no follower of this Runtime is
     * given it any more, the log says that it was erased, and it is neither in the store's files nor in any backup that
     * begins later. A reader that began earlier may still deliver the page that it holds. While the store is
     * unavailable this goes on waiting, and it goes on at the next start if the Runtime is stopped. Where several Runtimes
     * share the store, one of them erases for a tenant at a time, and this waits until that one has done it.
     *
     * <p>The stage fails with {@link ErasureRefused} if the log has no events, and otherwise as {@link EventLogStorage}
     * does. If the store is unavailable at the very beginning, nobody knows whether the erasure was begun; to ask again
     * does no harm.
     */
    public CompletionStage<Erased> erase(ErasureRequest request) {
        return storage.head(request.log()).thenCompose(head -> {
            if (head.next().equals(SequenceNumber.FIRST)) {
                return CompletableFuture.failedFuture(new ErasureRefused(
                        "log " + request.log() + " has no events, so that there is nothing to erase"));
            }
            return begin(new Erasure(new ErasureId(UUID.randomUUID()), request, head.next()));
        });
    }

    /**
     * Goes on with what was begun before this Runtime was started, in the background; where several Runtimes share the
     * store, as soon as it is this one that erases.
     */
    public void resume() {
        resumed = true;
        for (TenantId tenant : tenants.all()) {
            if (duties.isOn(tenant)) {
                CompletionStage<@Nullable Void> unused = goOn(tenant).exceptionally(logged -> null);
            }
        }
    }

    private CompletionStage<Void> goOn(TenantId tenant) {
        return retries.until("Looking for erasures of tenant " + tenant, () -> resume(tenant, null));
    }

    Duties duties() {
        return duties;
    }

    Turns turns() {
        return turns;
    }

    Recording recording() {
        return recording;
    }

    StreamErasures streams() {
        return streams;
    }

    StreamDefinitions definitions() {
        return definitions;
    }

    /** Sees to the store's files, if that is this Runtime's affair. */
    CompletionStage<Void> purge(LogId log, @Nullable Stretch stretch) {
        return stretch == null || upkeep.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : upkeep.get().purge(log, stretch.from(), stretch.to());
    }

    private CompletionStage<Erased> begin(Erasure erasure) {
        StateName name = ErasureDocument.nameOf(erasure.log(), erasure.id());
        underWay.add(name);
        LOG.info("erasing from log {} what is before {}, as erasure {}", erasure.log(), erasure.before(), erasure.id());
        return HeldDocument.absent(states, name)
                .put(new ErasureDocument(erasure, ErasureProgress.NONE).encode())
                .thenCompose(begun -> seeThrough(name, erasure.log()))
                .whenComplete((erased, failure) -> underWay.remove(name));
    }

    private CompletionStage<Void> resume(TenantId tenant, @Nullable String after) {
        return states.list(tenant, ErasureDocument.COLLECTION, after, DOCUMENTS_AT_A_TIME)
                .thenCompose(page -> {
                    page.documents().forEach(this::resume);
                    return page.next() == null ? CompletableFuture.completedFuture(null) : resume(tenant, page.next());
                });
    }

    private void resume(StateDocument document) {
        StateName name = document.name();
        try {
            resume(
                    name,
                    ErasureDocument.decode(name, document.content()).erasure().log());
        } catch (StorageDamaged damaged) {
            LOG.error("an erasure that was begun cannot be seen through", damaged);
        }
    }

    private void resume(StateName name, LogId log) {
        if (underWay.add(name)) {
            LOG.info("going on with erasure {} of log {}", name.name(), log);
            CompletionStage<@Nullable Erased> unused = seeThrough(name, log)
                    .whenComplete((erased, failure) -> underWay.remove(name))
                    .exceptionally(logged -> null);
        }
    }

    private CompletionStage<Erased> seeThrough(StateName name, LogId log) {
        return seeThrough(
                name, log, new AtomicReference<>(new Erased(new ErasureId(UUID.fromString(name.name())), 0, 0)));
    }

    /** Does it, or waits until the Runtime has done it that erases for the tenant; which one that is may change meanwhile. */
    private CompletionStage<Erased> seeThrough(StateName name, LogId log, AtomicReference<Erased> known) {
        return retries.until(
                        "Erasure " + name.name() + " of log " + log,
                        () -> duties.isOn(log.tenant())
                                ? attempt(name, log, known).thenApply(Optional::of)
                                : askForIt(name, log, known))
                .thenCompose(done -> done.isPresent()
                        ? CompletableFuture.completedFuture(done.get())
                        : later().thenCompose(waited -> seeThrough(name, log, known)));
    }

    private CompletionStage<Optional<Erased>> askForIt(StateName name, LogId log, AtomicReference<Erased> known) {
        return states.get(name)
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : outcome(log, known).thenApply(Optional::of));
    }

    /** What it came to, of which only its record tells when another Runtime finished it. */
    private CompletionStage<Erased> outcome(LogId log, AtomicReference<Erased> known) {
        Erased own = Objects.requireNonNull(known.get(), "something is always known");
        return own.events() > 0
                ? CompletableFuture.completedFuture(own)
                : recording.find(log, own.id()).thenApply(recorded -> recorded.orElse(own));
    }

    private CompletionStage<Void> later() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        if (!retries.after(BETWEEN_LOOKS, () -> over.complete(null))) {
            over.completeExceptionally(new StorageUnavailable("the Runtime is stopping", null));
        }
        return over;
    }

    /** @param known what is known of what it did: its document goes in the end, and may be gone when this is tried again */
    private CompletionStage<Erased> attempt(StateName name, LogId log, AtomicReference<Erased> known) {
        return turns.take(log, () -> HeldDocument.read(states, name).thenCompose(held -> apply(held, known)))
                .thenCompose(applied -> applied.isEmpty() ? outcome(log, known) : finish(log, applied.get()));
    }

    private CompletionStage<Optional<Applied>> apply(HeldDocument held, AtomicReference<Erased> known) {
        if (held.content().isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        ErasureDocument document =
                ErasureDocument.decode(held.name(), held.content().get());
        Erasure erasure = document.erasure();
        return new ErasureRun(
                        storage, erasure, duties, progress -> held.put(new ErasureDocument(erasure, progress).encode()))
                .from(document.progress())
                .thenCompose(done -> recording
                        .record(erasure, done)
                        .thenCompose(record -> streams.apply(erasure, done, record))
                        .thenApply(erasedStreams -> {
                            Erased erased = new Erased(erasure.id(), done.events(), done.commits());
                            known.set(erased);
                            return Optional.of(new Applied(held, done.concerned(), erasedStreams, erased));
                        }));
    }

    private CompletionStage<Erased> finish(LogId log, Applied applied) {
        Erased erased = applied.erased();
        CompletionStage<Void> purging = purge(log, applied.concerned());
        for (ErasedStream each : applied.streams()) {
            purging = purging.thenCompose(before -> purge(each.stream(), each.concerned()));
        }
        return purging.thenCompose(purged -> applied.held().remove()).thenApply(removed -> {
            LOG.info(
                    "erasure {} of log {} is done: {} events of {} commits",
                    erased.id(),
                    log,
                    erased.events(),
                    erased.commits());
            return erased;
        });
    }

    private record Applied(HeldDocument held, @Nullable Stretch concerned, List<ErasedStream> streams, Erased erased) {}
}
