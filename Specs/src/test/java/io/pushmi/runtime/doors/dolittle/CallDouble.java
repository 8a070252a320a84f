package io.pushmi.runtime.doors.dolittle;

import io.grpc.Status;
import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.reversecalls.Answer;
import io.pushmi.contracts.reversecalls.ReverseCall;
import io.pushmi.contracts.reversecalls.ReverseCallListener;
import io.pushmi.contracts.reversecalls.UnansweredRegistration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client that has registered and does what the spec says. */
final class CallDouble<Q, P> implements UnansweredRegistration<Q, P>, ReverseCall<Q, P> {
    final List<Asked<Q, P>> asked = new ArrayList<>();
    final List<Runnable> inLine = new ArrayList<>();
    boolean hasRoom = true;
    boolean completed;

    @Nullable
    Status ended;

    @Nullable
    Failure refused;

    @Nullable
    ReverseCallListener accepted;

    record Asked<Q, P>(ExecutionContext context, Q request, Consumer<Answer<P>> answer) {
        void answer(P response) {
            answer.accept(new Answer.Answered<>(response));
        }
    }

    Asked<Q, P> onlyAsked() {
        if (asked.size() != 1) {
            throw new AssertionError("expected one request, found " + asked);
        }
        return asked.get(0);
    }

    ReverseCallListener listener() {
        if (accepted == null) {
            throw new AssertionError("expected to be accepted, but the client was told: " + refused);
        }
        return accepted;
    }

    Failure refusal() {
        if (refused == null) {
            throw new AssertionError("expected to be refused");
        }
        return refused;
    }

    @Override
    public ReverseCall<Q, P> accept(ReverseCallListener listener) {
        accepted = listener;
        return this;
    }

    @Override
    public void refuse(Failure failure) {
        refused = failure;
    }

    @Override
    public void onGone(Runnable whenGone) {
        throw new AssertionError("nobody needs this");
    }

    @Override
    public boolean offer(ExecutionContext context, Q request, Consumer<Answer<P>> answer, Runnable whenRoom) {
        if (hasRoom) {
            asked.add(new Asked<>(context, request, answer));
        } else {
            inLine.add(whenRoom);
        }
        return hasRoom;
    }

    @Override
    public void complete() {
        completed = true;
    }

    @Override
    public void end(Status status) {
        ended = status;
    }
}
