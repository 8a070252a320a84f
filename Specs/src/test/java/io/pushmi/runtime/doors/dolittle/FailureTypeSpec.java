package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.contracts.protobuf.Failure;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FailureTypeSpec {
    @Test
    void has_the_ids_and_names_that_clients_know() {
        String all = Arrays.stream(FailureType.values())
                .map(type -> type.id() + " " + type)
                .collect(Collectors.joining("\n"));

        assertThat(all).isEqualTo("""
                        90e76603-b6ea-403e-a68e-b9b385b92b16 Unknown
                        05cc1d10-4efc-457b-84a6-a1be0a5f36ba Other
                        b6fcb5dd-a32b-435b-8bf4-ed96e846d460 EventStoreUnavailable
                        6f0e6cab-c7e5-402e-a502-e095f9545297 EventStoreConsistencyError
                        f25cccfb-3ae1-4969-bee6-906370ffbc2d AggregateRootConcurrencyConflict
                        ef3f1a42-9bc3-4d98-aa2a-942db7c56ac1 NoEventsToCommit
                        94fbf016-b125-4e29-b4c0-6c4200c7fa68 OutcomeUnknown
                        dbfdfa15-e727-49f6-bed8-7a787954a4c6 FailedToRegisterEventHandler
                        19dc6254-1732-4625-90af-444732bce795 EventHandlerAlreadyRegistered
                        f0480899-8aed-4191-b339-5121f4d9f2e2 FailedToRegisterFilter
                        2cdb6143-4f3d-49cb-bd58-68fd1376dab1 CannotRegisterFilterOnNonWriteableStream
                        4d2a5f10-5a3b-4c0e-8f8e-0a6f3c1d7b21 FailedToRegisterProjection
                        8f5ba2c2-6543-47ce-b2a8-d92a872e7280 MissingHandshakeInformation
                        3e2d8368-4bca-4e0b-a9bf-8d1cccbcac21 SDKMustBeUpdated
                        b46fb8a0-4565-4f00-880c-022cbb3bbabb RuntimeMustBeUpdated""");
    }

    @Test
    void says_what_it_means_and_then_why() {
        Failure failure = FailureType.OTHER.because("expected this, found that");

        assertThat(failure.getId()).isEqualTo(Guids.write(FailureType.OTHER.id()));
        assertThat(failure.getReason()).isEqualTo("the request was refused: expected this, found that");
    }
}
