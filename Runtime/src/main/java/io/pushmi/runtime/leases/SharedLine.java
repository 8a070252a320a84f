package io.pushmi.runtime.leases;

import io.pushmi.runtime.leases.Look.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The claims of this Runtime on a lease that others may have, and what is known of its document. By one thread at a time. */
final class SharedLine {
    private final String name;
    private final Line line = new Line();
    private final List<CompletableFuture<Void>> leaving = new ArrayList<>();
    private @Nullable Found ours;
    private boolean mayBeOurs;

    SharedLine(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    Line line() {
        return line;
    }

    /** Told that a claim was released. */
    void leave(Line.Waiting claim) {
        line.remove(claim);
        if (line.isHeldBy(claim)) {
            line.give();
        }
        leaving.add(claim.released);
        if (!line.isEmpty()) {
            left();
        }
    }

    /** Those who wanted to leave have left, and the lease runs out by itself if it is not given up. */
    void left() {
        leaving.forEach(one -> one.complete(null));
        leaving.clear();
    }

    /** Whether the document has to be changed, or might have to be. */
    boolean isOpen() {
        return line.isEmpty() ? mayBeOurs : !line.isHeld();
    }

    boolean isOver() {
        return line.isEmpty() && !mayBeOurs;
    }

    /** The document as this Runtime has written it, if nobody else can have changed it since. */
    @Nullable
    Found ours() {
        return ours;
    }

    /** What this Runtime writes next, given what the document is; null if it has to wait. */
    @Nullable
    StoredLease next(StoredLease now, String runtime, boolean isGone) {
        boolean isOurs = now.runtime().equals(runtime);
        if (line.isEmpty()) {
            mayBeOurs = isOurs;
            return isOurs ? now.givenUp() : null;
        }
        return now.isFree() || isOurs || isGone ? now.next(runtime) : null;
    }

    /** A change of the document is under way. */
    void offered() {
        ours = null;
        mayBeOurs = true;
    }

    /** The document is what this Runtime wanted, and nobody can have taken the lease since. */
    void changed(Found now) {
        mayBeOurs = !now.lease().isFree();
        ours = mayBeOurs ? now : null;
        if (mayBeOurs && !line.isEmpty()) {
            line.hold(new FencingNumber(now.lease().number()));
        }
    }

    /** Others may have taken the lease. */
    void lose() {
        ours = null;
        line.lose();
        left();
    }
}
