package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.protobuf.Failure;

/** What a server makes of a registration. */
public sealed interface RegistrationAnswer {
    /** From now on requests may come. */
    record Accepted() implements RegistrationAnswer {}

    /** The server ends the stream. */
    record Refused(Failure failure) implements RegistrationAnswer {}
}
