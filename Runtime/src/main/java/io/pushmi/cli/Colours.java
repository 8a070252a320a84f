package io.pushmi.cli;

/** Sets parts of a line apart, where there are colours. */
record Colours(boolean areOn) {
    private static final String END = "\u001B[0m";

    String heading(String text) {
        return set("\u001B[1m", text);
    }

    String type(String text) {
        return set("\u001B[36m", text);
    }

    /** What is less interesting than the rest. */
    String aside(String text) {
        return set("\u001B[2m", text);
    }

    private String set(String code, String text) {
        return areOn ? code + text + END : text;
    }
}
