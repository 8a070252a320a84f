package io.pushmi.runtime.processing.projections;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pushmi.runtime.events.erasing.Retries;
import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.EventTarget;
import io.pushmi.runtime.processing.Outcome;
import io.pushmi.runtime.processing.Retry;
import io.pushmi.runtime.processing.projections.StoredModels.Stored;
import io.pushmi.runtime.storage.CopyEdition;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the read models of one tenant: asks the client what each event makes of the read model that it concerns. Of use
 * only once it is open.
 */
final class ProjectionTarget implements EventTarget {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectionTarget.class);

    /** More than a document has around the state. */
    private static final int LARGEST_STATE = StateStorage.MAXIMUM_SIZE - 1024;

    private final TenantId tenant;
    private final ProjectionDefinition definition;
    private final KeySelection keys;
    private final ProjectionClient client;
    private final Editions editions;
    private final Function<CopyEdition, Copies> copies;
    private final Retries retries;
    private final Map<ReadModelKey, String> unreadable = new ConcurrentHashMap<>();
    private final BiConsumer<TenantId, ProjectionTarget> opened;
    private volatile String maker = "";
    private volatile LiveEdition edition;
    private volatile boolean isEnded;

    ProjectionTarget(
            TenantId tenant,
            ProjectionDefinition definition,
            KeySelection keys,
            ProjectionClient client,
            Editions editions,
            Function<CopyEdition, Copies> copies,
            Retries retries,
            BiConsumer<TenantId, ProjectionTarget> opened) {
        this.tenant = tenant;
        this.definition = definition;
        this.keys = keys;
        this.client = client;
        this.editions = editions;
        this.copies = copies;
        this.retries = retries;
        this.opened = opened;
        this.edition = LiveEdition.of(0, editions.models(tenant, definition.id(), 0), Copies.NONE, retries);
    }

    /** What other Runtimes made is read again, and so is what is to be made. */
    @Override
    public CompletionStage<Void> open() {
        return editions.register(tenant, definition).thenAccept(document -> {
            maker = document.maker();
            edition = live(document.edition());
            opened.accept(tenant, this);
            editions.removeOld(tenant, definition.id());
        });
    }

    @Override
    public void end() {
        isEnded = true;
    }

    /** Whether nobody makes read models here any more, so that the store knows better. */
    boolean isEnded() {
        return isEnded;
    }

    /** What is being made at this moment. */
    LiveEdition live() {
        return edition;
    }

    ProjectionDefinition definition() {
        return definition;
    }

    /** A read model as it is now; memory is looked at first, since what it does not have any more is in the store. */
    CompletionStage<ReadModel> find(ReadModelKey key) {
        LiveEdition now = edition;
        Stored known = now.memory().find(key);
        return known == null
                ? now.store().get(key).thenApply(Stored::model)
                : CompletableFuture.completedFuture(known.model());
    }

    @Override
    public boolean offer(Delivery delivery, Consumer<Outcome> answer, Runnable whenRoom) {
        FoundKey found = keys.find(delivery);
        if (found instanceof FoundKey.Found of) {
            return offer(of.key(), delivery, answer, whenRoom);
        }
        answer.accept(withoutKey(found, delivery));
        return true;
    }

    /** What was erased cannot be applied to anything any more, however often it is tried. */
    private Outcome withoutKey(FoundKey found, Delivery delivery) {
        if (found instanceof FoundKey.None none) {
            return new Outcome.Failed(none.reason(), Retry.NEVER);
        }
        LOG.debug(
                "projection {} passes event {} of tenant {}, since what told its read model is erased",
                definition.id(),
                delivery.event().sequenceNumber(),
                tenant);
        return Outcome.SUCCEEDED;
    }

    private boolean offer(ReadModelKey key, Delivery delivery, Consumer<Outcome> answer, Runnable whenRoom) {
        LiveEdition now = edition;
        Stored known = now.memory().take(key);
        if (known == null) {
            return read(now, key, answer, whenRoom);
        }
        SequenceNumber number = delivery.event().sequenceNumber();
        if (known.model().has(number)) {
            now.copies().changed(key, known.model());
            answer.accept(Outcome.SUCCEEDED);
            return true;
        }
        return client.offer(
                tenant,
                delivery,
                stateOf(key, known.model(), definition),
                made -> answer.accept(outcome(now, key, number, made)),
                whenRoom);
    }

    static CurrentState stateOf(ReadModelKey key, ReadModel model, ProjectionDefinition definition) {
        String json = model.json();
        return json == null
                ? new CurrentState(CurrentState.Kind.INITIAL, key, definition.initialState())
                : new CurrentState(CurrentState.Kind.PERSISTED, key, json);
    }

    /** There is room for the event when its read model is in memory; or to say that it cannot be read. */
    private boolean read(LiveEdition now, ReadModelKey key, Consumer<Outcome> answer, Runnable whenRoom) {
        String problem = unreadable.remove(key);
        if (problem != null) {
            answer.accept(new Outcome.Failed(problem, Retry.UNSPECIFIED));
            return true;
        }
        CompletionStage<Stored> unused = retries.until(
                        "Reading read model " + now.store().nameOf(key),
                        () -> now.store().get(key))
                .whenComplete((found, failure) -> {
                    if (failure == null) {
                        now.memory().loaded(key, found);
                    } else {
                        unreadable.put(
                                key,
                                "the read model cannot be read: "
                                        + Retries.cause(failure).getMessage());
                    }
                    whenRoom.run();
                });
        return false;
    }

    private static Outcome outcome(LiveEdition now, ReadModelKey key, SequenceNumber number, ProjectionAnswer made) {
        if (made instanceof ProjectionAnswer.Replace replace) {
            Optional<String> objection = objectionTo(replace.json());
            if (objection.isPresent()) {
                return new Outcome.Failed(
                        "the client answered with a state that is none: " + objection.get(), Retry.UNSPECIFIED);
            }
            Optional<String> cannotBeCopied = now.copies().objectionTo(key, replace.json());
            if (cannotBeCopied.isPresent()) {
                return new Outcome.Failed(cannotBeCopied.get(), Retry.UNSPECIFIED);
            }
            now.change(key, ReadModel.of(replace.json(), number));
            return Outcome.SUCCEEDED;
        }
        if (made instanceof ProjectionAnswer.Delete) {
            now.change(key, ReadModel.deleted(number));
            return Outcome.SUCCEEDED;
        }
        return made instanceof ProjectionAnswer.Failed failed
                ? new Outcome.Failed(failed.reason(), failed.retry())
                : Outcome.UNANSWERED;
    }

    private static Optional<String> objectionTo(String json) {
        boolean isTooLarge = json.length() > LARGEST_STATE / 3 && json.getBytes(UTF_8).length > LARGEST_STATE;
        return isTooLarge
                ? Optional.of("expected at most " + LARGEST_STATE + " bytes, found " + json.getBytes(UTF_8).length)
                : Json.objectionToObject(json);
    }

    @Override
    public CompletionStage<Void> settle() {
        return edition.writes().settle();
    }

    @Override
    public void saved(SequenceNumber position) {
        edition.memory().saved(position);
    }

    @Override
    public long edition() {
        return edition.number();
    }

    @Override
    public CompletionStage<Void> rewind(SequenceNumber to) {
        if (!to.equals(SequenceNumber.FIRST)) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("projection "
                    + definition.id().value()
                    + " can be replayed from its first event only, since nothing tells what its"
                    + " read models were at another one; expected 0, found " + to));
        }
        LiveEdition old = edition;
        return old.writes()
                .idle()
                .thenCompose(idle -> editions.next(tenant, definition.id(), old.number()))
                .thenAccept(next -> {
                    edition = live(next);
                    editions.removeOld(tenant, definition.id());
                });
    }

    /** Ends with nothing being written any more. */
    CompletionStage<Void> close() {
        return edition.writes().tidy();
    }

    private LiveEdition live(long number) {
        return LiveEdition.of(
                number,
                editions.models(tenant, definition.id(), number),
                copies.apply(new CopyEdition(maker, number)),
                retries);
    }
}
