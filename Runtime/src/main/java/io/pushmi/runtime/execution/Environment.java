package io.pushmi.runtime.execution;

/** The name of the environment that a program runs in, such as {@code Production}. Case matters. */
public record Environment(String name) {
    public static final Environment DEVELOPMENT = new Environment("Development");

    /** What clients send that were told nothing. */
    public static final Environment UNDETERMINED = new Environment("Undetermined");

    /** Whether the client named an environment at all: older ones cannot know better than empty or undetermined. */
    public boolean isStated() {
        return !name.isEmpty() && !equals(UNDETERMINED);
    }

    @Override
    public String toString() {
        return name;
    }
}
