package io.pushmi.runtime.doors.dolittle;

import io.pushmi.runtime.execution.Version;

/** Which versions of the contracts this door speaks. */
final class ContractsVersions {
    /** The newest, which is the one that is announced. */
    static final Version OURS = new Version(7, 8, 1, 0, "");

    /** The oldest whose clients shake hands; those of generation 5 never do. */
    private static final int OLDEST_MAJOR = 6;

    private ContractsVersions() {}

    /** @throws Refusal if a client with these contracts cannot be served */
    static void requireServed(Version version) {
        if (version.major() < OLDEST_MAJOR) {
            throw new Refusal(FailureType.SDK_MUST_BE_UPDATED, describe(version));
        }
        if (version.major() > OURS.major() || (version.major() == OURS.major() && version.minor() > OURS.minor())) {
            throw new Refusal(FailureType.RUNTIME_MUST_BE_UPDATED, describe(version));
        }
    }

    private static String describe(Version version) {
        return "the SDK was built with contracts " + version + ", this Runtime serves contracts from " + OLDEST_MAJOR
                + ".0 to " + OURS.major() + "." + OURS.minor();
    }
}
