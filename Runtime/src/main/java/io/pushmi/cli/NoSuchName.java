package io.pushmi.cli;

/** What somebody named is not there, or there are several of that name; the message says which. */
final class NoSuchName extends RuntimeException {
    NoSuchName(String message) {
        super(message, null, false, false);
    }
}
