package io.pushmi.cli;

import io.pushmi.runtime.doors.pushmi.ShownProcessor;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorKind;
import io.pushmi.runtime.storage.ScopeId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/**
 * How people name a processor.
 *
 * @param name its id or its alias
 * @param scope the scope that it must be in; null if it may be in any
 */
record ProcessorName(String name, @Nullable ScopeId scope) {
    /** What the default scope is called. */
    static final String DEFAULT_SCOPE = "Default";

    /** The one that is meant. */
    ShownProcessor in(List<ShownProcessor> connected) {
        List<ShownProcessor> found = connected.stream()
                .filter(processor -> isName(processor)
                        && (scope == null || scope.equals(processor.id().scope())))
                .toList();
        if (found.isEmpty()) {
            throw new NoSuchName("nothing that is connected is called '" + name + "'"
                    + (scope == null ? "" : " in scope " + shown(scope)));
        }
        if (found.size() > 1) {
            throw new NoSuchName("'" + name + "' is the name of more than one: "
                    + found.stream()
                            .map(each -> each.id().kind() + " " + each.id().value() + ":"
                                    + shown(each.id().scope()))
                            .collect(Collectors.joining(", ")));
        }
        return found.get(0);
    }

    /** The id if it says so itself, for what need not be connected. */
    @Nullable
    ProcessorId asId(ProcessorKind kind) {
        ScopeId in = scope == null ? ScopeId.DEFAULT : scope;
        return Ids.isId(name) ? new ProcessorId(kind, in, UUID.fromString(name)) : null;
    }

    static String shown(ScopeId scope) {
        return scope.equals(ScopeId.DEFAULT) ? DEFAULT_SCOPE : scope.toString();
    }

    private boolean isName(ShownProcessor processor) {
        return name.equals(processor.alias())
                || name.toLowerCase(Locale.ROOT).equals(processor.id().value().toString());
    }

    /** Reads a name with or without {@code :scope}; what follows a colon and is no scope belongs to the name. */
    static final class Converter implements ITypeConverter<ProcessorName> {
        @Override
        public ProcessorName convert(String text) {
            int colon = text.lastIndexOf(':');
            String scope = text.substring(colon + 1);
            if (colon > 0 && scope.equalsIgnoreCase(DEFAULT_SCOPE)) {
                return new ProcessorName(text.substring(0, colon), ScopeId.DEFAULT);
            }
            return colon > 0 && Ids.isId(scope)
                    ? new ProcessorName(text.substring(0, colon), new ScopeId(UUID.fromString(scope)))
                    : new ProcessorName(text, null);
        }
    }
}
