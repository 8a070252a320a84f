package io.pushmi.runtime.doors.pushmi;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.events.v1.Direction;
import io.pushmi.contracts.events.v1.EventLogGrpc;
import io.pushmi.contracts.events.v1.EventPage;
import io.pushmi.contracts.events.v1.FindPositionRequest;
import io.pushmi.contracts.events.v1.FindPositionResponse;
import io.pushmi.contracts.events.v1.FollowRequest;
import io.pushmi.contracts.events.v1.GetRequest;
import io.pushmi.contracts.events.v1.GetResponse;
import io.pushmi.contracts.events.v1.HeadRequest;
import io.pushmi.contracts.events.v1.HeadResponse;
import io.pushmi.contracts.events.v1.ReadRequest;
import io.pushmi.runtime.events.EventReading;
import io.pushmi.runtime.events.Excerpt;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Reads event logs. What was read becomes messages on the executor: a page may have thousands of events, too many for the
 * threads of connections and of the store.
 */
final class EventLogService extends EventLogGrpc.EventLogImplBase {
    private final Requests requests;
    private final Executor executor;
    private final Scheduler scheduler;

    EventLogService(EventReading reading, Tenants tenants, Executor executor) {
        this.requests = new Requests(reading, tenants);
        this.executor = executor;
        this.scheduler = Schedulers.fromExecutor(executor);
    }

    @Override
    public void read(ReadRequest request, StreamObserver<EventPage> caller) {
        ReadPages pages = new ReadPages(
                (ServerCallStreamObserver<EventPage>) caller,
                request.getDirection() == Direction.DIRECTION_BACKWARD
                        ? excerpt -> excerpt.commit().first()
                        : excerpt -> excerpt.commit().next());
        Flux.defer(() -> requests.log(request.hasLog(), request.getLog())
                        .read(Requests.range(request), Requests.filter(request.getFilter()), Requests.limit(request)))
                .subscribeOn(scheduler)
                .publishOn(scheduler, 1)
                .subscribe(pages);
    }

    @Override
    public void follow(FollowRequest request, StreamObserver<EventPage> caller) {
        LivePages pages = new LivePages((ServerCallStreamObserver<EventPage>) caller, executor);
        Flux.defer(() -> requests.log(request.hasLog(), request.getLog())
                        .follow(
                                request.hasFrom() ? Fields.position(request.getFrom(), "from") : null,
                                Requests.filter(request.getFilter())))
                .subscribe(pages);
    }

    @Override
    public void get(GetRequest request, StreamObserver<GetResponse> caller) {
        UnaryAnswer.to(caller, () -> {
            SequenceNumber number = Fields.position(request.getNumber(), "number");
            return requests.log(request.hasLog(), request.getLog())
                    .event(number)
                    .thenApplyAsync(
                            found -> GetResponse.newBuilder()
                                    .setCommit(new CommitWriter()
                                            .write(require(found, number, request.getIncludeSystem())))
                                    .build(),
                            executor);
        });
    }

    @Override
    public void head(HeadRequest request, StreamObserver<HeadResponse> caller) {
        UnaryAnswer.to(
                caller,
                () -> requests.log(request.hasLog(), request.getLog()).head().thenApply(EventLogService::response));
    }

    @Override
    public void findPosition(FindPositionRequest request, StreamObserver<FindPositionResponse> caller) {
        UnaryAnswer.to(caller, () -> {
            Instant instant = Fields.instant(request.hasInstant(), request.getInstant(), "instant");
            return requests.log(request.hasLog(), request.getLog())
                    .positionOf(instant)
                    .thenApply(found -> FindPositionResponse.newBuilder()
                            .setPosition(found.position().value())
                            .setExists(found.exists())
                            .build());
        });
    }

    private static Excerpt require(Optional<Excerpt> found, SequenceNumber number, boolean includesSystem) {
        if (found.isEmpty()) {
            throw Status.NOT_FOUND
                    .withDescription("the log does not go as far as event " + number)
                    .asRuntimeException();
        }
        if (found.get().commit().kind() == CommitKind.SYSTEM && !includesSystem) {
            throw Status.NOT_FOUND
                    .withDescription("event " + number + " is the log's own; ask for it with include_system")
                    .asRuntimeException();
        }
        return found.get();
    }

    private static HeadResponse response(Head head) {
        HeadResponse.Builder response =
                HeadResponse.newBuilder().setNext(head.next().value());
        if (head.occurred() != null) {
            response.setOccurred(CommitWriter.timestamp(head.occurred()));
        }
        if (head.last() != null) {
            response.setCommitId(head.last().text());
        }
        return response.build();
    }
}
