package io.pushmi.runtime.storage;

/** How far a reader of another log has come: the position there from which it goes on after this commit. */
public record Checkpoint(CheckpointName name, SequenceNumber position) {}
