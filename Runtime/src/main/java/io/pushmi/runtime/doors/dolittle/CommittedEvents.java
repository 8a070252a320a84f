package io.pushmi.runtime.doors.dolittle;

import com.google.protobuf.ByteString;
import io.pushmi.contracts.runtime.events.CommitEventsResponse;
import io.pushmi.contracts.runtime.events.CommittedEvent;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Event;

/** Events of a log, as clients get to see them. */
final class CommittedEvents {
    private CommittedEvents() {}

    static CommitEventsResponse write(Commit commit, WireShape shape) {
        CommitFacts facts = CommitFacts.of(commit);
        CommitEventsResponse.Builder response = CommitEventsResponse.newBuilder();
        for (int i = 0; i < commit.count(); i++) {
            response.addEvents(write(commit, i, facts, shape));
        }
        return response.build();
    }

    /**
     * One event of a commit.
     *
     * @param facts those of the commit
     * @throws IllegalArgumentException if its event source cannot be shown in this shape
     */
    static CommittedEvent write(Commit commit, int index, CommitFacts facts, WireShape shape) {
        Event event = commit.events().get(index);
        return CommittedEvent.newBuilder()
                .setEventLogSequenceNumber(commit.numberOf(index).value())
                .setOccurred(facts.occurred())
                .setEventSourceId(
                        event.source() == null
                                ? ByteString.EMPTY
                                : shape.write(event.source().value()))
                .setExecutionContext(facts.context())
                .setEventType(Artifacts.write(event.type()))
                .setPublic(event.isPublic())
                .setContentBytes(CommitFacts.contentOf(event.content()))
                .build();
    }
}
