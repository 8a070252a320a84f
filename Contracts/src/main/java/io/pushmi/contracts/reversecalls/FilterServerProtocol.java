package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.runtime.events.processing.FilterEventRequest;
import io.pushmi.contracts.runtime.events.processing.FilterRegistrationResponse;
import io.pushmi.contracts.runtime.events.processing.FilterRuntimeToClientMessage;
import io.pushmi.contracts.services.Ping;
import io.pushmi.contracts.services.ReverseCallRequestContext;
import java.util.Optional;
import java.util.UUID;

/**
 * What the contracts of the three kinds of filters have in common for the server: all that it sends.
 *
 * @param <C> what a client sends
 * @param <A> the arguments of a registration
 * @param <P> the client's response to a request
 */
abstract class FilterServerProtocol<C, A, P>
        implements ServerProtocol<C, FilterRuntimeToClientMessage, A, FilterEventRequest, P> {
    private static final UUID MALFORMED = UUID.fromString("f0480899-8aed-4191-b339-5121f4d9f2e2");

    @Override
    public final FilterRuntimeToClientMessage accepted() {
        return answer(FilterRegistrationResponse.getDefaultInstance());
    }

    @Override
    public final FilterRuntimeToClientMessage refused(Failure failure) {
        return answer(
                FilterRegistrationResponse.newBuilder().setFailure(failure).build());
    }

    @Override
    public final FilterRuntimeToClientMessage request(ReverseCallRequestContext context, FilterEventRequest request) {
        return FilterRuntimeToClientMessage.newBuilder()
                .setFilterRequest(request.toBuilder().setCallContext(context))
                .build();
    }

    @Override
    public final FilterRuntimeToClientMessage ping() {
        return FilterRuntimeToClientMessage.newBuilder()
                .setPing(Ping.getDefaultInstance())
                .build();
    }

    @Override
    public final Optional<FilterRuntimeToClientMessage> disconnected() {
        return Optional.empty();
    }

    @Override
    public final Failure malformed(String reason) {
        return Failures.of(MALFORMED, reason);
    }

    private static FilterRuntimeToClientMessage answer(FilterRegistrationResponse answer) {
        return FilterRuntimeToClientMessage.newBuilder()
                .setRegistrationResponse(answer)
                .build();
    }
}
