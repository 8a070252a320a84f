package io.pushmi.runtime.execution;

/** The version of a program. {@code preRelease} is empty for a release. */
public record Version(int major, int minor, int patch, int build, String preRelease) {
    public static final Version NOT_SET = new Version(0, 0, 0, 0, "");

    @Override
    public String toString() {
        String numbers = major + "." + minor + "." + patch + (build == 0 ? "" : "." + build);
        return preRelease.isEmpty() ? numbers : numbers + "-" + preRelease;
    }
}
