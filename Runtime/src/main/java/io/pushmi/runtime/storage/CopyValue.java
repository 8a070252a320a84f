package io.pushmi.runtime.storage;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A value of a document in a database of read models: what JSON has, and what such a database has beyond it. */
public sealed interface CopyValue {
    CopyValue NULL = new Null();

    /** No value. */
    record Null() implements CopyValue {}

    record Bool(boolean value) implements CopyValue {}

    record Int32(int value) implements CopyValue {}

    record Int64(long value) implements CopyValue {}

    record Real(double value) implements CopyValue {}

    /**
     * A number that no other type keeps.
     *
     * @param value at most 34 digits, with an exponent from -6176 to 6111
     */
    record Decimal(BigDecimal value) implements CopyValue {}

    /**
     * A text.
     *
     * @param value Unicode without unpaired surrogates
     */
    record Text(String value) implements CopyValue {}

    /**
     * A moment.
     *
     * @param milliseconds since 1970-01-01T00:00:00Z
     */
    record Date(long milliseconds) implements CopyValue {}

    record Guid(UUID value, Layout layout) implements CopyValue {
        /** How the bytes of a Guid lie in the database. */
        public enum Layout {
            /** In the order of the text; binary subtype 4. */
            STANDARD,
            /** The first three groups of the text from right to left; binary subtype 3. */
            CSHARP_LEGACY
        }
    }

    record Items(List<CopyValue> values) implements CopyValue {
        public Items {
            values = List.copyOf(values);
        }
    }

    /**
     * A document.
     *
     * @param values in the order in which they are stored
     */
    record Fields(Map<String, CopyValue> values) implements CopyValue {
        public Fields {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }
}
