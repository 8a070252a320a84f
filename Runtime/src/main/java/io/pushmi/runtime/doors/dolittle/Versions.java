package io.pushmi.runtime.doors.dolittle;

import io.pushmi.runtime.execution.Version;

/** Versions of programs, in and out. */
final class Versions {
    private Versions() {}

    static Version read(io.pushmi.contracts.versioning.Version wire) {
        return new Version(
                wire.getMajor(), wire.getMinor(), wire.getPatch(), wire.getBuild(), wire.getPreReleaseString());
    }

    static io.pushmi.contracts.versioning.Version write(Version version) {
        return io.pushmi.contracts.versioning.Version.newBuilder()
                .setMajor(version.major())
                .setMinor(version.minor())
                .setPatch(version.patch())
                .setBuild(version.build())
                .setPreReleaseString(version.preRelease())
                .build();
    }
}
