package io.pushmi.endtoend;

import com.google.protobuf.Duration;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.runtime.events.CommittedEvent;
import io.pushmi.contracts.runtime.events.processing.RetryProcessingState;
import io.pushmi.contracts.runtime.projections.ProjectionCurrentState;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.contracts.services.ReverseCallRequestContext;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import io.pushmi.endtoend.ProcessorJournal.Answered;
import io.pushmi.endtoend.ProcessorJournal.Delivered;
import io.pushmi.runtime.server.EventStoreClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The client of one processor: registers it, again and again for as long as it is not closed, whatever becomes of the
 * connection, and keeps a journal of what it is given. It is made of the generated stubs alone.
 *
 * @param <C> what a client of this kind sends
 * @param <S> what the Runtime sends it
 */
abstract class ReconnectingClient<C, S> implements AutoCloseable {
    /** When an event that failed is to come again. */
    static final Duration SOON = Duration.newBuilder().setNanos(30_000_000).build();

    private static final long UNTIL_NEXT_TRY_MILLIS = 20;
    private static final Duration PING_INTERVAL =
            Duration.newBuilder().setSeconds(10).build();

    private final ProcessorJournal journal;
    private final List<String> endings = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Channel> runtime;
    private final ScheduledExecutorService timer;
    private final Work work;
    private volatile boolean closed;

    /**
     * @param runtime where to find the Runtime; nothing while there is none
     * @param timer for reconnecting and for events that take time
     */
    ReconnectingClient(AtomicReference<@Nullable Channel> runtime, ScheduledExecutorService timer, Work work) {
        this(runtime, timer, work, new ProcessorJournal());
    }

    /** @param journal may be that of other clients of the same processor, too */
    ReconnectingClient(
            AtomicReference<@Nullable Channel> runtime,
            ScheduledExecutorService timer,
            Work work,
            ProcessorJournal journal) {
        this.journal = journal;
        this.runtime = runtime;
        this.timer = timer;
        this.work = work;
    }

    /** Connects from now on. */
    void start() {
        timer.execute(this::connect);
    }

    ProcessorJournal journal() {
        return journal;
    }

    /** How its connections ended, for people. */
    List<String> endings() {
        return endings;
    }

    @Override
    public void close() {
        closed = true;
    }

    abstract StreamObserver<C> open(Channel channel, StreamObserver<S> incoming);

    abstract C registration(ReverseCallArgumentsContext context);

    abstract C pong();

    abstract Incoming read(S message);

    abstract C answer(ReverseCallResponseContext context, Request request);

    abstract C failure(ReverseCallResponseContext context, Request request);

    private void connect() {
        Channel channel = runtime.get();
        if (closed) {
            return;
        }
        if (channel == null) {
            connectLater();
        } else {
            new Connection(journal.connected(channel)).open(channel);
        }
    }

    private void connectLater() {
        ScheduledFuture<?> unused = timer.schedule(this::connect, UNTIL_NEXT_TRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What a client does about its events. */
    interface Work {
        /** How long an event takes. */
        long millis(LoggedEvent event);

        /** Whether it fails now, so that it has to come again. */
        boolean fails(LoggedEvent event, boolean again);

        /** Called after each answer. */
        void answered();
    }

    /** What the Runtime sends. */
    sealed interface Incoming {}

    record Ping() implements Incoming {}

    record Accepted() implements Incoming {}

    record Refused(Failure failure) implements Incoming {}

    /**
     * An event to work on.
     *
     * @param streamPosition where in its stream, or -1 where no position comes with it
     * @param state of the read model; of projections only
     */
    record Request(
            ReverseCallRequestContext context,
            CommittedEvent event,
            long streamPosition,
            @Nullable RetryProcessingState retry,
            @Nullable ProjectionCurrentState state)
            implements Incoming {}

    private final class Connection implements StreamObserver<S> {
        private final int number;
        private final Object lock = new Object();
        private @Nullable StreamObserver<C> outgoing;
        private boolean ended;

        private Connection(int number) {
            this.number = number;
        }

        private void open(Channel channel) {
            synchronized (lock) {
                outgoing = ReconnectingClient.this.open(channel, this);
            }
            send(registration(ReverseCallArgumentsContext.newBuilder()
                    .setExecutionContext(EventStoreClient.context().getExecutionContext())
                    .setPingInterval(PING_INTERVAL)
                    .build()));
        }

        @Override
        public void onNext(S message) {
            Incoming incoming = read(message);
            if (incoming instanceof Ping) {
                send(pong());
            } else if (incoming instanceof Request request) {
                handle(request);
            } else if (incoming instanceof Refused refused) {
                endings.add(number + " was refused: " + refused.failure().getReason());
            }
        }

        private void handle(Request request) {
            LoggedEvent event = ReadingLogs.event(request.event());
            boolean again = request.retry() != null;
            journal.note(new Delivered(number, event, request.streamPosition(), again));
            long takes = work.millis(event);
            if (takes == 0) {
                answer(request, event, again);
            } else {
                ScheduledFuture<?> unused =
                        timer.schedule(() -> answer(request, event, again), takes, TimeUnit.MILLISECONDS);
            }
        }

        private void answer(Request request, LoggedEvent event, boolean again) {
            ReverseCallResponseContext context = ReverseCallResponseContext.newBuilder()
                    .setCallId(request.context().getCallId())
                    .build();
            boolean handled = !work.fails(event, again);
            synchronized (lock) {
                if (!ended) {
                    journal.note(new Answered(number, event.number(), handled));
                    send(handled ? ReconnectingClient.this.answer(context, request) : failure(context, request));
                }
            }
            work.answered();
        }

        /** What is sent after the end is dropped by the transport. */
        private void send(C message) {
            synchronized (lock) {
                if (!ended && outgoing != null) {
                    outgoing.onNext(message);
                }
            }
        }

        @Override
        public void onError(Throwable problem) {
            end(problem.toString());
        }

        @Override
        public void onCompleted() {
            synchronized (lock) {
                if (!ended && outgoing != null) {
                    outgoing.onCompleted();
                }
            }
            end("in good order");
        }

        private void end(String how) {
            endings.add(number + " ended: " + how);
            synchronized (lock) {
                ended = true;
            }
            journal.ended(number);
            if (!closed) {
                connectLater();
            }
        }
    }
}
