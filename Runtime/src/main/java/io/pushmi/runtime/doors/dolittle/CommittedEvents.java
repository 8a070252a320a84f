package io.pushmi.runtime.doors.dolittle;

import com.google.protobuf.ByteString;
import io.pushmi.contracts.runtime.events.CommitEventsResponse;
import io.pushmi.contracts.runtime.events.CommittedEvent;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Event;

/** A commit of events, as its client gets to see it. */
final class CommittedEvents {
    private CommittedEvents() {}

    static CommitEventsResponse write(Commit commit, WireShape shape) {
        CommitFacts facts = CommitFacts.of(commit);
        CommitEventsResponse.Builder response = CommitEventsResponse.newBuilder();
        for (int i = 0; i < commit.count(); i++) {
            Event event = commit.events().get(i);
            response.addEvents(CommittedEvent.newBuilder()
                    .setEventLogSequenceNumber(commit.numberOf(i).value())
                    .setOccurred(facts.occurred())
                    .setEventSourceId(
                            event.source() == null
                                    ? ByteString.EMPTY
                                    : shape.write(event.source().value()))
                    .setExecutionContext(facts.context())
                    .setEventType(Artifacts.write(event.type()))
                    .setPublic(event.isPublic())
                    .setContentBytes(CommitFacts.contentOf(event.content())));
        }
        return response.build();
    }
}
