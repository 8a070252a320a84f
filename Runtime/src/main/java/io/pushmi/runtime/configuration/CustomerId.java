package io.pushmi.runtime.configuration;

import java.util.UUID;

/** Identifies the customer on whose platform this Runtime runs. */
public record CustomerId(UUID value) {
    /** What a customer is called that was never given an id. */
    public static final CustomerId NOT_SET = new CustomerId(UUID.fromString("ca900ec9-bae8-462e-b262-fa3efc825ca8"));

    @Override
    public String toString() {
        return value.toString();
    }
}
