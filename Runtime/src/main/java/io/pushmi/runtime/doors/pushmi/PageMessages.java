package io.pushmi.runtime.doors.pushmi;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.events.v1.Commit;
import io.pushmi.contracts.events.v1.EventPage;
import io.pushmi.runtime.events.Excerpt;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.List;
import java.util.function.Function;

/** Sends what was read in messages of a bounded size. For one thread at a time. */
final class PageMessages {
    /** The most bytes of commits in one message, unless a single commit is larger. */
    static final int LIMIT = 1024 * 1024;

    private final StreamObserver<EventPage> caller;
    private final CommitWriter writer = new CommitWriter();

    PageMessages(StreamObserver<EventPage> caller) {
        this.caller = caller;
    }

    /**
     * Sends at least one message.
     *
     * @param next where to go on after all of it
     * @param nextAfter where to go on after a part of it, whose last excerpt is given
     */
    void send(List<Excerpt> excerpts, SequenceNumber next, Function<Excerpt, SequenceNumber> nextAfter) {
        EventPage.Builder message = EventPage.newBuilder();
        long size = 0;
        for (int i = 0; i < excerpts.size(); i++) {
            Commit commit = writer.write(excerpts.get(i));
            int bytes = commit.getSerializedSize();
            if (size > 0 && size + bytes > LIMIT) {
                SequenceNumber reached = nextAfter.apply(excerpts.get(i - 1));
                caller.onNext(message.setNext(reached.value()).build());
                message = EventPage.newBuilder();
                size = 0;
            }
            message.addCommits(commit);
            size += bytes;
        }
        caller.onNext(message.setNext(next.value()).build());
    }
}
