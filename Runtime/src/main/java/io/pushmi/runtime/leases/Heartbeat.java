package io.pushmi.runtime.leases;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows other Runtimes that this one is there, by a document that changes again and again, and tells whether they can
 * have noticed: a beat counts from before it was sent, and only once it was answered. Used by one thread at a time.
 */
final class Heartbeat {
    static final String COLLECTION = "runtimes";
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final StateStorage states;
    private final StateName name;
    private final InTurn inTurn;
    private final LongSupplier nanos;
    private final long stopAfter;
    private final Runnable beaten;
    private Revision revision = Revision.ABSENT;
    private long count;
    private long lastBeat;
    private boolean hasBeaten;
    private boolean isUnderWay;

    /** @param beaten told in turn when a beat was answered */
    Heartbeat(
            StateStorage states,
            TenantId tenant,
            String runtime,
            InTurn inTurn,
            LongSupplier nanos,
            LeaseTimes times,
            Runnable beaten) {
        this.states = states;
        this.name = new StateName(tenant, COLLECTION, runtime);
        this.inTurn = inTurn;
        this.nanos = nanos;
        this.stopAfter = times.stop().toNanos();
        this.beaten = beaten;
    }

    /** For how many nanoseconds nobody else can think that this Runtime is gone; at most zero if somebody may. */
    long left() {
        return hasBeaten ? stopAfter - (nanos.getAsLong() - lastBeat) : 0;
    }

    /** Beats once, unless the answer to an earlier beat is still to come. */
    void beat() {
        if (isUnderWay) {
            return;
        }
        isUnderWay = true;
        count++;
        long sent = nanos.getAsLong();
        Bytes content = Bytes.wrap(("{\"beat\":" + count + "}").getBytes(UTF_8));
        CompletionStage<Void> unused = states.change(List.of(new StateChange.Put(name, revision, content)))
                .handle((results, failure) -> {
                    inTurn.run(() -> answered(sent, results, failure));
                    return null;
                });
    }

    private void answered(long sent, @Nullable List<StateResult> results, @Nullable Throwable failure) {
        isUnderWay = false;
        if (results == null) {
            LOG.debug("{}: a beat has no answer: {}", name, String.valueOf(failure));
            return;
        }
        if (results.get(0) instanceof StateResult.Changed changed) {
            revision = changed.revision();
            lastBeat = sent;
            hasBeaten = true;
            beaten.run();
        } else {
            // An earlier beat came through without an answer, or others have removed the document of a silent Runtime.
            revision = ((StateResult.Conflict) results.get(0)).actual();
            beat();
        }
    }

    /** Shows that this Runtime wants nothing any more. It may go wrong: others remove what does not change. */
    void end() {
        hasBeaten = false;
        if (isUnderWay) {
            return;
        }
        CompletionStage<Void> unused = states.change(List.of(new StateChange.Remove(name, revision)))
                .handle((results, failure) -> {
                    if (failure != null) {
                        LOG.debug("{}: not removed", name, failure);
                    }
                    return null;
                });
        revision = Revision.ABSENT;
    }
}
