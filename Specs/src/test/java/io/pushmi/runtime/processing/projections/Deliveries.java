package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import java.util.List;

/** Events on their way to projections. */
final class Deliveries {
    static final String TYPE = "DishPrepared";

    private Deliveries() {}

    static Delivery of(Commit commit, int index) {
        CommittedEvent event = new CommittedEvent(commit, index);
        EventSourceId source = event.event().source();
        return new Delivery(
                event,
                ScopeId.DEFAULT,
                new PartitionId(source == null ? "" : source.value()),
                false,
                event.sequenceNumber().value(),
                null);
    }

    static Delivery of(Commit commit) {
        return of(commit, 0);
    }

    static Delivery of(EventBuilder event) {
        return of(Commits.fromTheStart().next(event));
    }

    /** One at that position, of a source, with a JSON content. */
    static Delivery at(long position, String source, String json) {
        return of(Commits.from(new SequenceNumber(position))
                .next(EventBuilder.event(TYPE, source).json(json)));
    }

    static Delivery saying(String json) {
        return at(0, "chef", json);
    }

    /** One of which that much is left. */
    static Delivery leaving(Content remaining) {
        Commit commit = Commits.fromTheStart().next(EventBuilder.event(TYPE, "chef"));
        return of(commit.withEvents(List.of(commit.events().get(0).withContent(remaining))));
    }

    static Delivery redactedTo(String json) {
        Content.Present whole = Content.json(Bytes.utf8(json));
        return leaving(new Content.Redacted(whole.bytes(), whole.type()));
    }

    /** One of which nothing is known but its type. */
    static Delivery withoutSource() {
        Commit commit = Commits.fromTheStart().next();
        Event known = commit.events().get(0);
        return of(commit.withEvents(List.of(new Event(
                EventBuilder.typeOf(TYPE), null, Content.ERASED, false, null, null, null, null, known.origin()))));
    }

    static Delivery occurred(String instant) {
        return of(Commits.fromTheStart()
                .next(RequestBuilder.request(EventBuilder.event(TYPE, "chef")).occurred(Instant.parse(instant))));
    }
}
