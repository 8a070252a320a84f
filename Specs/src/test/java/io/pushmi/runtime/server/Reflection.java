package io.pushmi.runtime.server;

import io.grpc.Channel;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks a port what it serves, as tools do. */
final class Reflection {
    private final Channel channel;

    Reflection(Channel channel) {
        this.channel = channel;
    }

    /** The full names of all services. */
    List<String> services() {
        return ask(ServerReflectionRequest.newBuilder().setListServices("").build())
                .getListServicesResponse()
                .getServiceList()
                .stream()
                .map(ServiceResponse::getName)
                .toList();
    }

    /** How many files describe something that has this full name. */
    int filesDescribing(String name) {
        return ask(ServerReflectionRequest.newBuilder()
                        .setFileContainingSymbol(name)
                        .build())
                .getFileDescriptorResponse()
                .getFileDescriptorProtoCount();
    }

    private ServerReflectionResponse ask(ServerReflectionRequest request) {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> requests = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        answer.complete(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        answer.completeExceptionally(new AssertionError("no answer"));
                    }
                });
        requests.onNext(request);
        requests.onCompleted();
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
