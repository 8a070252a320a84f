package io.pushmi.endtoend;

/**
 * An event as a filtered stream has it.
 *
 * @param event the event, under its number in the stream
 * @param partition the partition that the filter put it into
 * @param resumesAt from which number of the log the filter goes on after it, as the stream itself remembers
 */
record StreamedEvent(LoggedEvent event, String partition, long resumesAt) {}
