package io.pushmi.runtime.processing;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.Key;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which events of a log a processor gets. Never those that the log keeps for itself.
 *
 * @param types the types of the events, whatever their generation; empty for all types
 * @param onlyPublic whether it gets public events only
 */
public record Selection(Set<EventTypeId> types, boolean onlyPublic) {
    public static final Selection EVERYTHING = new Selection(Set.of(), false);
    public static final Selection PUBLIC = new Selection(Set.of(), true);

    public Selection {
        types = Set.copyOf(types);
    }

    public static Selection of(Set<EventTypeId> types) {
        return new Selection(types, false);
    }

    /** What commits with such events can be found by; empty if only by looking at all of them. */
    public Set<Key> keys() {
        return types.stream().map(Key.OfEventType::new).collect(Collectors.toUnmodifiableSet());
    }

    public boolean includes(Commit commit, Event event) {
        return commit.kind() == CommitKind.EVENTS
                && (!onlyPublic || event.isPublic())
                && (types.isEmpty()
                        || (event.type() != null && types.contains(event.type().id())));
    }
}
