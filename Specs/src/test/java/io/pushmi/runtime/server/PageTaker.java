package io.pushmi.runtime.server;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.pushmi.contracts.events.v1.Commit;
import io.pushmi.contracts.events.v1.EventLogGrpc;
import io.pushmi.contracts.events.v1.EventPage;
import io.pushmi.contracts.events.v1.FollowRequest;
import io.pushmi.contracts.events.v1.LogReference;
import io.pushmi.contracts.events.v1.ReadRequest;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Someone who reads the development tenant's log, and takes as many pages as it is told to. */
final class PageTaker<Q> implements ClientResponseObserver<Q, EventPage> {
    static final LogReference LOG =
            LogReference.newBuilder().setTenant(TenantId.DEVELOPMENT.toString()).build();

    private final List<Long> numbers = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private @Nullable ClientCallStreamObserver<Q> call;

    /** Follows the log from its first event on, and takes nothing yet. */
    static PageTaker<FollowRequest> following(Channel channel) {
        PageTaker<FollowRequest> follower = new PageTaker<>();
        EventLogGrpc.newStub(channel)
                .follow(FollowRequest.newBuilder().setLog(LOG).setFrom(0).build(), follower);
        return follower;
    }

    /** Reads the whole log, and takes nothing yet. */
    static PageTaker<ReadRequest> reading(Channel channel) {
        PageTaker<ReadRequest> reader = new PageTaker<>();
        EventLogGrpc.newStub(channel).read(ReadRequest.newBuilder().setLog(LOG).build(), reader);
        return reader;
    }

    void take(int pages) {
        Objects.requireNonNull(call).request(pages);
    }

    /** The numbers of all events that it took. */
    List<Long> numbers() {
        return List.copyOf(numbers);
    }

    /** Waits for the end of the call, and gives the reason. */
    Status end() {
        return end.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> starting) {
        starting.disableAutoRequestWithInitial(0);
        call = starting;
    }

    @Override
    public void onNext(EventPage page) {
        for (Commit commit : page.getCommitsList()) {
            commit.getEventsList().forEach(event -> numbers.add(event.getNumber()));
        }
    }

    @Override
    public void onError(Throwable failure) {
        end.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        end.complete(Status.OK);
    }
}
