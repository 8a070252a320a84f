package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.protobuf.Uuid;
import java.util.UUID;

/** Every kind of failure that a response may hold. Programs tell them apart by id, so that an id never changes. */
enum FailureType {
    UNKNOWN("90e76603-b6ea-403e-a68e-b9b385b92b16", "Unknown", "the request could not be answered"),
    OTHER("05cc1d10-4efc-457b-84a6-a1be0a5f36ba", "Other", "the request was refused"),
    EVENT_STORE_UNAVAILABLE(
            "b6fcb5dd-a32b-435b-8bf4-ed96e846d460",
            "EventStoreUnavailable",
            "the event store cannot serve the request now"),
    EVENT_STORE_CONSISTENCY_ERROR(
            "6f0e6cab-c7e5-402e-a502-e095f9545297",
            "EventStoreConsistencyError",
            "what is in the event store cannot be right"),
    AGGREGATE_ROOT_CONCURRENCY_CONFLICT(
            "f25cccfb-3ae1-4969-bee6-906370ffbc2d",
            "AggregateRootConcurrencyConflict",
            "nothing was committed, since the aggregate is not at the expected version"),
    NO_EVENTS_TO_COMMIT(
            "ef3f1a42-9bc3-4d98-aa2a-942db7c56ac1",
            "NoEventsToCommit",
            "nothing was committed, since there was nothing to commit"),
    OUTCOME_UNKNOWN(
            "94fbf016-b125-4e29-b4c0-6c4200c7fa68",
            "OutcomeUnknown",
            "the events may be committed now or later, or not at all, and nobody can tell yet"),
    FAILED_TO_REGISTER_EVENT_HANDLER(
            "dbfdfa15-e727-49f6-bed8-7a787954a4c6",
            "FailedToRegisterEventHandler",
            "the event handler was not registered"),
    EVENT_HANDLER_ALREADY_REGISTERED(
            "19dc6254-1732-4625-90af-444732bce795",
            "EventHandlerAlreadyRegistered",
            "the event handler was not registered"),
    FAILED_TO_REGISTER_FILTER(
            "f0480899-8aed-4191-b339-5121f4d9f2e2", "FailedToRegisterFilter", "the filter was not registered"),
    CANNOT_REGISTER_FILTER_ON_NON_WRITEABLE_STREAM(
            "2cdb6143-4f3d-49cb-bd58-68fd1376dab1",
            "CannotRegisterFilterOnNonWriteableStream",
            "the filter was not registered"),
    FAILED_TO_REGISTER_PROJECTION(
            "4d2a5f10-5a3b-4c0e-8f8e-0a6f3c1d7b21", "FailedToRegisterProjection", "the projection was not registered"),
    MISSING_HANDSHAKE_INFORMATION(
            "8f5ba2c2-6543-47ce-b2a8-d92a872e7280", "MissingHandshakeInformation", "the handshake says too little"),
    SDK_MUST_BE_UPDATED(
            "3e2d8368-4bca-4e0b-a9bf-8d1cccbcac21", "SDKMustBeUpdated", "the SDK is too old for this Runtime"),
    RUNTIME_MUST_BE_UPDATED(
            "b46fb8a0-4565-4f00-880c-022cbb3bbabb", "RuntimeMustBeUpdated", "the SDK is too new for this Runtime");

    private final UUID id;
    private final Uuid wireId;
    private final String failureName;
    private final String meaning;

    FailureType(String id, String failureName, String meaning) {
        this.id = UUID.fromString(id);
        this.wireId = Guids.write(this.id);
        this.failureName = failureName;
        this.meaning = meaning;
    }

    UUID id() {
        return id;
    }

    /** What this kind of failure means, as the beginning of a sentence for people. */
    String meaning() {
        return meaning;
    }

    /** A failure of this kind: its meaning, and then the reason, which names subject, found and expected. */
    Failure because(String reason) {
        return Failure.newBuilder()
                .setId(wireId)
                .setReason(meaning + ": " + reason)
                .build();
    }

    @Override
    public String toString() {
        return failureName;
    }
}
