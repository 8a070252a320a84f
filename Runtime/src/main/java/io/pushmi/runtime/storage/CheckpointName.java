package io.pushmi.runtime.storage;

/** Names a reader of another log whose progress is recorded in this one. Any text that is not empty. */
public record CheckpointName(String value) {
    public CheckpointName {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a checkpoint name must not be empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
