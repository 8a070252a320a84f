package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.UncommittedEvent;
import java.util.Objects;

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
        return Objects.equals(stored.type(), offered.type())
                && Objects.equals(stored.source(), offered.source())
                && stored.isPublic() == offered.isPublic()
                && Objects.equals(stored.id(), offered.id())
                && Objects.equals(
                        stored.appliedBy() == null ? null : stored.appliedBy().aggregate(), offered.aggregate())
                && (stored.content() instanceof Content.Erased
                        || (stored.content().equals(offered.content())
                                && Objects.equals(stored.metadata(), offered.metadata())));
    }
}
