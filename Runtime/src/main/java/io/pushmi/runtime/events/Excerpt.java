package io.pushmi.runtime.events;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.Arrays;
import java.util.Objects;

/** Those events of a commit that a reader asked for, at least one, in the direction of the read. Immutable. */
public final class Excerpt {
    private final Commit commit;
    private final int[] places;

    private Excerpt(Commit commit, int[] places) {
        this.commit = commit;
        this.places = places;
    }

    /** @param places where in the commit the events are, handed over for good */
    static Excerpt of(Commit commit, int[] places) {
        return new Excerpt(commit, places);
    }

    /** The whole commit that they are from. */
    public Commit commit() {
        return commit;
    }

    /** How many events were asked for. */
    public int count() {
        return places.length;
    }

    /** One of them, by its place among them. */
    public Event event(int index) {
        return commit.events().get(places[index]);
    }

    /** The position in the log of one of them. */
    public SequenceNumber numberOf(int index) {
        return commit.numberOf(places[index]);
    }

    /** Its first events. */
    Excerpt first(int events) {
        return events == places.length ? this : new Excerpt(commit, Arrays.copyOf(places, events));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Excerpt excerpt
                && commit.equals(excerpt.commit)
                && Arrays.equals(places, excerpt.places);
    }

    @Override
    public int hashCode() {
        return Objects.hash(commit, Arrays.hashCode(places));
    }

    @Override
    public String toString() {
        return "events " + Arrays.toString(places) + " of the commit at " + commit.first();
    }
}
