package io.pushmi.runtime.events.erasing;

/**
 * What an erasure did.
 *
 * @param events how many events lost content that they had; fewer than there were if a crash came between erasing and
 *     counting them
 * @param commits how many commits they are of
 */
public record Erased(ErasureId id, long events, long commits) {}
