package io.pushmi.runtime.configuration;

import java.util.ArrayList;
import java.util.List;

/** Gathers everything that is wrong, so that it is told at once and not one start after the other. */
final class Problems {
    private final List<String> lines = new ArrayList<>();

    void add(String key, String origin, String found, String expected) {
        add(Shown.shortLine(key) + " (" + origin + "): " + found + ", expected " + expected);
    }

    void add(String problem) {
        lines.add(Shown.line(problem));
    }

    void addAll(InvalidConfiguration refused) {
        lines.addAll(refused.problems());
    }

    void refuseIfAny() {
        if (!lines.isEmpty()) {
            throw refusal();
        }
    }

    InvalidConfiguration refusal() {
        return new InvalidConfiguration(lines);
    }
}
