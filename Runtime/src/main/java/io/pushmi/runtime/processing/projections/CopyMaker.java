package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.storage.CopyChange;
import io.pushmi.runtime.storage.CopyValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes of a read model what its copy has, with all conversions and names. */
final class CopyMaker {
    private static final String ID = "_id";

    /** What servers take, less what a document has around the read model. */
    private static final int LARGEST = 16 * 1024 * 1024 - 16 * 1024;

    private final CopyDefinition definition;

    CopyMaker(CopyDefinition definition) {
        this.definition = definition;
    }

    /** @param state a JSON object */
    CopyValue.Fields copy(ReadModelKey key, String state) throws CannotBeCopied {
        CopyValue.Fields copy = convert(CopyReader.read(state), definition.conversions(), "");
        for (String reserved : List.of(CopyChange.KEY, CopyChange.MARK)) {
            if (copy.values().containsKey(reserved)) {
                throw new CannotBeCopied("it has a property " + reserved + ", which every copy has for itself");
            }
        }
        if (copy.values().get(ID) instanceof CopyValue.Items) {
            throw new CannotBeCopied("its " + ID + " is a list, which MongoDB does not take");
        }
        long keySize = CopySize.ofText(key.value());
        if (keySize < 0) {
            throw new CannotBeCopied("its key has half a character, an unpaired surrogate; expected Unicode");
        }
        long size = CopySize.of(copy) + 2 * keySize;
        if (size > LARGEST) {
            throw new CannotBeCopied("it takes " + size + " bytes in MongoDB, expected at most " + LARGEST);
        }
        return copy;
    }

    private static CopyValue.Fields convert(CopyValue.Fields from, List<PropertyConversion> conversions, String path)
            throws CannotBeCopied {
        if (conversions.isEmpty()) {
            return from;
        }
        Map<String, PropertyConversion> byName =
                conversions.stream().collect(Collectors.toMap(PropertyConversion::property, one -> one));
        Map<String, CopyValue> fields = new LinkedHashMap<>();
        for (Map.Entry<String, CopyValue> field : from.values().entrySet()) {
            PropertyConversion conversion = byName.get(field.getKey());
            String inner = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            String name = conversion == null ? field.getKey() : conversion.target();
            CopyValue value = conversion == null ? field.getValue() : convert(field.getValue(), conversion, inner);
            if (fields.put(name, value) != null) {
                throw new CannotBeCopied(
                        "there are two properties that are called " + name + " in the copy, one of" + " them " + inner);
            }
        }
        return new CopyValue.Fields(fields);
    }

    /** What is not there is not converted: null stays null. */
    private static CopyValue convert(CopyValue from, PropertyConversion conversion, String path) throws CannotBeCopied {
        if (from instanceof CopyValue.Null) {
            return from;
        }
        if (from instanceof CopyValue.Items items) {
            List<CopyValue> converted = new ArrayList<>(items.values().size());
            for (CopyValue item : items.values()) {
                converted.add(convert(item, conversion, path));
            }
            return new CopyValue.Items(converted);
        }
        if (from instanceof CopyValue.Fields fields && conversion.to() == Conversion.NONE) {
            return convert(fields, conversion.within(), path);
        }
        return conversion.to() == Conversion.NONE && conversion.within().isEmpty()
                ? from
                : convertOne(from, conversion, path);
    }

    private static CopyValue convertOne(CopyValue from, PropertyConversion conversion, String path)
            throws CannotBeCopied {
        if (conversion.to() == Conversion.NONE) {
            throw new CannotBeCopied("property " + path + " is " + kindOf(from) + ", expected an object or a list of"
                    + " objects, since properties within it are to be converted");
        }
        if (!(from instanceof CopyValue.Text text)) {
            throw new CannotBeCopied(
                    "property " + path + " is " + kindOf(from) + ", expected " + expectedFor(conversion.to()));
        }
        return Converted.of(text.value(), conversion.to())
                .orElseThrow(() -> new CannotBeCopied("property " + path
                        + " is a text that is something else, expected " + expectedFor(conversion.to())));
    }

    private static String expectedFor(Conversion conversion) {
        return switch (conversion) {
            case NONE -> "anything";
            case DATE_AS_DATE, DATE_AS_ARRAY, DATE_AS_DOCUMENT, DATE_AS_STRING, DATE_AS_INT64 ->
                "a time as a text such as 2021-12-03T14:05:06.789+01:00";
            case GUID_AS_STANDARD_BINARY, GUID_AS_CSHARP_LEGACY_BINARY, GUID_AS_STRING ->
                "a Guid as a text such as 6e3f2a1b-0c9d-4e8f-a7b6-c5d4e3f2a1b0";
        };
    }

    private static String kindOf(CopyValue value) {
        if (value instanceof CopyValue.Fields) {
            return "an object";
        }
        if (value instanceof CopyValue.Text) {
            return "a text";
        }
        return value instanceof CopyValue.Bool ? "true or false" : "a number";
    }
}
