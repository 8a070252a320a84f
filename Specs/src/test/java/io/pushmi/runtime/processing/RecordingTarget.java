package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A target that remembers what it was given, and answers as it is told: at once, or when a spec says so. */
final class RecordingTarget implements EventTarget {
    /** A delivery that was taken. */
    record Given(Delivery delivery, Consumer<Outcome> answer) {
        long position() {
            return delivery.event().sequenceNumber().value();
        }

        String source() {
            return delivery.partition().value();
        }
    }

    final List<Given> given = new ArrayList<>();
    final List<SequenceNumber> rewound = new ArrayList<>();
    int settled;
    int room = Integer.MAX_VALUE;
    long edition;
    SequenceNumber reached = SequenceNumber.FIRST;
    CompletableFuture<Void> settling = CompletableFuture.completedFuture(null);
    CompletableFuture<Void> rewinding = CompletableFuture.completedFuture(null);
    private @Nullable Runnable whenRoom;
    private Function<Delivery, @Nullable Outcome> answers;

    private RecordingTarget(Function<Delivery, @Nullable Outcome> answers) {
        this.answers = answers;
    }

    /** Answers nothing by itself. */
    static RecordingTarget silent() {
        return new RecordingTarget(delivery -> null);
    }

    /** Succeeds with everything, before the offer returns. */
    static RecordingTarget prompt() {
        return new RecordingTarget(delivery -> Outcome.SUCCEEDED);
    }

    /** @param answers null for no answer */
    static RecordingTarget answering(Function<Delivery, @Nullable Outcome> answers) {
        return new RecordingTarget(answers);
    }

    void answers(Function<Delivery, @Nullable Outcome> changed) {
        answers = changed;
    }

    @Override
    public boolean offer(Delivery delivery, Consumer<Outcome> answer, Runnable again) {
        if (room == 0) {
            whenRoom = again;
            return false;
        }
        room--;
        given.add(new Given(delivery, answer));
        Outcome outcome = answers.apply(delivery);
        if (outcome != null) {
            answer.accept(outcome);
        }
        return true;
    }

    void room(int more) {
        room = more;
        Runnable waiting = whenRoom;
        whenRoom = null;
        if (waiting != null) {
            waiting.run();
        }
    }

    @Override
    public CompletionStage<Void> settle() {
        settled++;
        return settling;
    }

    @Override
    public CompletionStage<SequenceNumber> reached() {
        return CompletableFuture.completedFuture(reached);
    }

    @Override
    public long edition() {
        return edition;
    }

    @Override
    public CompletionStage<Void> rewind(SequenceNumber to) {
        rewound.add(to);
        return rewinding;
    }

    List<Long> positions() {
        return given.stream().map(Given::position).toList();
    }

    List<Long> streamPositions() {
        return given.stream().map(one -> one.delivery().streamPosition()).toList();
    }

    Given last() {
        return given.get(given.size() - 1);
    }

    /** Answers the last delivery of the event at the position. */
    void answer(long position, Outcome outcome) {
        for (int i = given.size() - 1; i >= 0; i--) {
            if (given.get(i).position() == position) {
                given.get(i).answer().accept(outcome);
                return;
            }
        }
        throw new AssertionError("the event at " + position + " was not given, only " + positions());
    }
}
