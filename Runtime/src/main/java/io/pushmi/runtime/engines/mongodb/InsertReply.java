package io.pushmi.runtime.engines.mongodb;

import org.jspecify.annotations.Nullable;

/**
 * The server's answer to an insert.
 *
 * @param inserted how many documents are in, counted from the first
 * @param error why the next one is not, or null if all are in
 * @param concern why the server does not vouch for a majority having what is in, or null if it does
 */
record InsertReply(
        int inserted, @Nullable WriteError error, @Nullable String concern) {}
