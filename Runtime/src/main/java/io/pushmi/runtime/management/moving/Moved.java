package io.pushmi.runtime.management.moving;

/**
 * What was moved.
 *
 * @param hash a hash over everything that was moved, as hexadecimal digits: the same for every export of the same content
 */
public record Moved(long logs, long commits, long events, long documents, String hash) {}
