package io.pushmi.runtime.processing;

/** Who wants an event given up, and why. Neither is blank. */
public record Skip(String by, String reason) {
    public Skip {
        if (by.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException(
                    "who skips an event says who and why, found '" + by + "' and '" + reason + "'");
        }
    }
}
