package io.pushmi.runtime.doors.dolittle;

import io.pushmi.runtime.execution.Version;

/** The version of this Runtime, as clients are told it. */
public record RuntimeVersion(Version value) {}
