package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.storage.CopyValue;
import java.util.Map;

/** How many bytes values take as BSON. */
final class CopySize {
    private static final int TYPE_AND_END = 2;
    private static final int LENGTH_AND_END = 5;

    private CopySize() {}

    static long of(CopyValue value) {
        if (value instanceof CopyValue.Fields fields) {
            long size = LENGTH_AND_END;
            for (Map.Entry<String, CopyValue> field : fields.values().entrySet()) {
                size += TYPE_AND_END + ofText(field.getKey()) + of(field.getValue());
            }
            return size;
        }
        if (value instanceof CopyValue.Items items) {
            long size = LENGTH_AND_END;
            for (int i = 0; i < items.values().size(); i++) {
                size += TYPE_AND_END
                        + Integer.toString(i).length()
                        + of(items.values().get(i));
            }
            return size;
        }
        return value instanceof CopyValue.Text text ? LENGTH_AND_END + ofText(text.value()) : largestOf(value);
    }

    private static long largestOf(CopyValue value) {
        return value instanceof CopyValue.Guid ? 21 : 16;
    }

    /** The bytes of a text as UTF-8; less than 0 if it has an unpaired surrogate. */
    static long ofText(String text) {
        long size = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isHighSurrogate(character)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                size += 4;
                i++;
            } else if (Character.isSurrogate(character)) {
                return -1;
            } else {
                size += character < 0x80 ? 1 : character < 0x800 ? 2 : 3;
            }
        }
        return size;
    }
}
