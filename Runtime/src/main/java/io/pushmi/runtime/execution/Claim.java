package io.pushmi.runtime.execution;

/** One statement about the user on whose behalf a call is made. Kept and returned in the order it was given. */
public record Claim(String key, String value, String valueType) {}
