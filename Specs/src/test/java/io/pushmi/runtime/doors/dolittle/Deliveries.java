package io.pushmi.runtime.doors.dolittle;

import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import java.util.List;
import java.util.UUID;

/** Events on their way to a client. */
final class Deliveries {
    static final String GUID = "00112233-4455-6677-8899-aabbccddeeff";

    private Deliveries() {}

    static Delivery of(String source) {
        return of(Commits.fromTheStart().next(EventBuilder.event(Requests.TYPE.toString(), source)), 0);
    }

    static Delivery of(Commit commit, int index) {
        String source = String.valueOf(commit.events().get(index).source());
        return new Delivery(
                new CommittedEvent(commit, index), ScopeId.DEFAULT, new PartitionId(source), true, 17, null);
    }

    /** Of an event that nothing is left of. */
    static Delivery ofNothing() {
        Commit commit = Commits.fromTheStart().next();
        return new Delivery(
                new CommittedEvent(commit.withEvents(List.of(Event.unknown())), 0),
                ScopeId.DEFAULT,
                new PartitionId(""),
                false,
                0,
                null);
    }

    static Delivery repeated(Delivery first, String reason, int retries) {
        return new Delivery(
                first.event(),
                new ScopeId(UUID.fromString(GUID)),
                first.partition(),
                first.partitioned(),
                first.streamPosition(),
                new Delivery.Repetition(reason, retries));
    }
}
