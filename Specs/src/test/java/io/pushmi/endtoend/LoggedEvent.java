package io.pushmi.endtoend;

/** An event as the log has it, as far as processors can tell it from others. */
record LoggedEvent(long number, String type, String source, boolean isPublic, String content) {}
