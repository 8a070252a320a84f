package io.pushmi.runtime.processing.projections;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pushmi.runtime.storage.CopyChange;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Judges the copies that clients ask for. */
final class CopyCheck {
    /** In bytes; what servers of all versions take with the name of the database before it. */
    private static final int LONGEST = 119;

    private static final Set<String> RESERVED = Set.of(CopyChange.KEY, CopyChange.MARK);

    private CopyCheck() {}

    /** What speaks against it, naming what was found and what was expected; empty if nothing does. */
    static Optional<String> objectionTo(CopyDefinition copy) {
        return collection(copy.collection())
                .map(problem -> "it asks for copies in a collection " + problem)
                .or(() -> conversions(copy.conversions(), "")
                        .map(problem -> "its copies in collection " + copy.collection() + ": " + problem));
    }

    private static Optional<String> collection(String name) {
        if (name.isEmpty()) {
            return Optional.of("without a name, expected the name of a collection");
        }
        if (name.getBytes(UTF_8).length > LONGEST) {
            return Optional.of("whose name has " + name.getBytes(UTF_8).length + " bytes, expected at most " + LONGEST);
        }
        if (name.indexOf('$') >= 0 || name.indexOf('\0') >= 0) {
            return Optional.of("'" + name + "', expected a name without $ and without a null character");
        }
        if (name.startsWith(".") || name.endsWith(".") || name.contains("..")) {
            return Optional.of("'" + name + "', expected a name with points only between other characters");
        }
        return name.toLowerCase(Locale.ROOT).startsWith("system.")
                ? Optional.of("'" + name + "', expected a name that does not begin with system.")
                : Optional.empty();
    }

    private static Optional<String> conversions(List<PropertyConversion> conversions, String path) {
        Set<String> properties = new HashSet<>();
        Set<String> targets = new HashSet<>();
        for (PropertyConversion conversion : conversions) {
            String inner = path.isEmpty() ? conversion.property() : path + "." + conversion.property();
            if (!properties.add(conversion.property())) {
                return Optional.of("property " + inner + " is there twice, expected one conversion for each property");
            }
            if (!targets.add(conversion.target())) {
                return Optional.of("more than one property is called " + conversion.target()
                        + " in the copy, one of them " + inner);
            }
            Optional<String> objection = conversion(conversion, inner, path.isEmpty());
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> conversion(PropertyConversion conversion, String path, boolean isOutermost) {
        String target = conversion.target();
        if (conversion.property().isEmpty()) {
            return Optional.of("there is a conversion of a property without a name ('" + path
                    + "'), expected the name of a property");
        }
        if (target.isEmpty() || target.startsWith("$") || target.indexOf('\0') >= 0) {
            return Optional.of(
                    "property " + path + " is called '" + target + "' in the copy, expected a name that is not"
                            + " empty, does not begin with $ and has no null character");
        }
        if (isOutermost && RESERVED.contains(target)) {
            return Optional.of("property " + path + " is called " + target
                    + " in the copy, expected another name, since every copy has that for itself");
        }
        if (conversion.to() != Conversion.NONE && !conversion.within().isEmpty()) {
            return Optional.of("property " + path + " is to be converted, and so are properties within it; expected"
                    + " one of both");
        }
        return conversions(conversion.within(), path);
    }
}
