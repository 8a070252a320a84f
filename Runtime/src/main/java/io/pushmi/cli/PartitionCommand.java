package io.pushmi.cli;

import io.pushmi.runtime.doors.pushmi.RemoteProcessors;
import io.pushmi.runtime.doors.pushmi.ShownProcessor;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorKind;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** What all commands about the partitions of one processor have in common. */
abstract class PartitionCommand extends OperatingCommand {
    @Mixin
    private final TenantOption tenant = new TenantOption();

    @Parameters(
            index = "0",
            paramLabel = "<id or alias>[:scope]",
            converter = ProcessorName.Converter.class,
            description = "The event handler, filter or projection.")
    @SuppressWarnings("NullAway.Init")
    private ProcessorName processor;

    @Option(
            names = "--kind",
            paramLabel = "<kind>",
            converter = KindConverter.class,
            description = "event-handler, filter, public-filter or projection, where several have the same name.")
    private @Nullable ProcessorKind kind;

    final TenantId tenant() {
        return tenant.id();
    }

    /** The one that is meant, which must be connected. */
    final ProcessorId processorIn(RemoteProcessors processors) {
        return processor.in(connected(processors)).id();
    }

    /** The one that is meant, which need not be connected if it is named by its id. */
    final ProcessorId knownProcessor(RemoteProcessors processors) {
        List<ShownProcessor> connected = connected(processors);
        ProcessorId unconnected = processor.asId(kind == null ? ProcessorKind.EVENT_HANDLER : kind);
        return unconnected != null
                        && connected.stream()
                                .noneMatch(each -> each.id().value().equals(unconnected.value()))
                ? unconnected
                : processor.in(connected).id();
    }

    private List<ShownProcessor> connected(RemoteProcessors processors) {
        return processors.list(Optional.of(tenant.id())).stream()
                .filter(each -> kind == null || each.id().kind() == kind)
                .toList();
    }

    static final class KindConverter implements ITypeConverter<ProcessorKind> {
        @Override
        public ProcessorKind convert(String text) {
            for (ProcessorKind kind : ProcessorKind.values()) {
                if (kind.toString().equals(text)) {
                    return kind;
                }
            }
            throw new TypeConversionException(
                    "expected event-handler, filter, public-filter or projection, found '" + text + "'");
        }
    }
}
