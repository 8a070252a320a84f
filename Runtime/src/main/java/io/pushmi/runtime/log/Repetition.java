package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.UncommittedEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells whether a request under a known commit id asks for what that commit has already done. */
final class Repetition {
    private Repetition() {}

    /** What was erased since cannot be compared any more, and counts as the same. */
    static boolean isOf(Commit original, CommitRequest request) {
        if (original.count() != request.events().size()) {
            return false;
        }
        for (int i = 0; i < original.count(); i++) {
            if (!isSame(original.events().get(i), request.events().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Event stored, UncommittedEvent offered) {
        boolean isErased = stored.isErased();
        return isSameOrLost(stored.type(), offered.type(), isErased)
                && isSameOrLost(stored.source(), offered.source(), isErased)
                && stored.isPublic() == offered.isPublic()
                && Objects.equals(stored.id(), offered.id())
                && Objects.equals(
                        stored.appliedBy() == null ? null : stored.appliedBy().aggregate(), offered.aggregate())
                && (isErased
                        || ((stored.isRedacted() || stored.content().equals(offered.content()))
                                && Objects.equals(stored.metadata(), offered.metadata())));
    }

    private static boolean isSameOrLost(@Nullable Object stored, Object offered, boolean isErased) {
        return stored == null ? isErased : stored.equals(offered);
    }
}
