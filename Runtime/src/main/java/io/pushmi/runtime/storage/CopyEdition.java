package io.pushmi.runtime.storage;

/**
 * Which making of its copies a document of a collection belongs to. Those of one maker follow one another by their
 * numbers; those of two makers have nothing to do with one another.
 *
 * @param maker unlike that of any other projection, of this store or another
 * @param number grows whenever all copies are made anew
 */
public record CopyEdition(String maker, long number) {}
