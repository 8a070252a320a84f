package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.pushmi.contracts.protobuf.Failure;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What specs say about answers. */
final class Answered {
    private Answered() {}

    /** The failure is of the type, and its reason says all of these. */
    static void failure(Failure failure, FailureType type, String... says) {
        assertThat(failure.getId()).as(failure.getReason()).isEqualTo(Guids.write(type.id()));
        assertThat(failure.getReason()).startsWith(type.meaning() + ": ");
        assertThat(says).allSatisfy(word -> assertThat(failure.getReason()).contains(word));
    }

    static void invalidArgument(ThrowingCallable call, String description) {
        StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(refused).isNotNull();
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.getStatus().getDescription()).isEqualTo(description);
    }
}
