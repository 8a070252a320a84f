package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.storage.CopyValue;
import java.math.BigDecimal;

/** Finds for a number of JSON what keeps it exactly: the smallest integer, else a double, else a decimal, else its text. */
final class CopyNumber {
    private static final int LONGEST = 64;
    private static final int MOST_DIGITS = 34;
    private static final int LEAST_EXPONENT = -6176;
    private static final int LARGEST_EXPONENT = 6111;

    private CopyNumber() {}

    static CopyValue integer(String text) {
        if (text.length() > LONGEST) {
            return new CopyValue.Text(text);
        }
        if (text.equals("-0")) {
            return new CopyValue.Real(-0.0);
        }
        BigDecimal exact = new BigDecimal(text);
        if (exact.precision() > MOST_DIGITS) {
            return new CopyValue.Text(text);
        }
        if (exact.toBigInteger().bitLength() >= Long.SIZE) {
            return new CopyValue.Decimal(exact);
        }
        long value = exact.longValueExact();
        return value == (int) value ? new CopyValue.Int32((int) value) : new CopyValue.Int64(value);
    }

    /** One with a fraction or an exponent. */
    static CopyValue fraction(String text) {
        if (text.length() > LONGEST) {
            return new CopyValue.Text(text);
        }
        try {
            BigDecimal exact = new BigDecimal(text);
            double real = exact.doubleValue();
            if (Double.isFinite(real) && new BigDecimal(Double.toString(real)).compareTo(exact) == 0) {
                // Of the text: a decimal knows no zero below zero.
                return new CopyValue.Real(Double.parseDouble(text));
            }
            boolean fits = exact.precision() <= MOST_DIGITS
                    && -(long) exact.scale() >= LEAST_EXPONENT
                    && -(long) exact.scale() <= LARGEST_EXPONENT;
            return fits ? new CopyValue.Decimal(exact) : new CopyValue.Text(text);
        } catch (NumberFormatException exponentBeyondAll) {
            return new CopyValue.Text(text);
        }
    }
}
