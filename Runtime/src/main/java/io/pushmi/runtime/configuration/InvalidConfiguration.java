package io.pushmi.runtime.configuration;

import java.util.List;

/**
 * The configuration cannot be used. The message has one line for each problem: the key, where it is set, what was found
 * there (without credentials) and what was expected.
 */
public final class InvalidConfiguration extends RuntimeException {
    private static final int MOST_LINES = 20;

    private final List<String> problems;

    InvalidConfiguration(List<String> problems) {
        this.problems = List.copyOf(problems);
    }

    InvalidConfiguration(String problem, Throwable cause) {
        super(cause);
        this.problems = List.of(problem);
    }

    /** Every problem that was found, at least one, each a single line; the message leaves some out when there are many. */
    public List<String> problems() {
        return problems;
    }

    @Override
    public String getMessage() {
        if (problems.size() <= MOST_LINES) {
            return String.join("\n", problems);
        }
        return String.join("\n", problems.subList(0, MOST_LINES)) + "\nand " + (problems.size() - MOST_LINES) + " more";
    }
}
