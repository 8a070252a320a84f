package io.pushmi.runtime.storage;

/** A state document as it is stored. */
public record StateDocument(StateName name, Revision revision, Bytes content) {}
