package io.pushmi.cli;

import io.pushmi.runtime.artifacts.AggregateRootId;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.events.EventFilter;
import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.PartitionId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which events a command shows. */
final class FilterOptions {
    @Option(
            names = "--type",
            paramLabel = "<id>",
            converter = EventTypeConverter.class,
            description = "Only events of this type. Can be given several times, as the others can.")
    private List<EventTypeId> types = List.of();

    @Option(names = "--source", paramLabel = "<id>", description = "Only events of this event source.")
    private List<String> sources = List.of();

    @Option(
            names = "--aggregate",
            paramLabel = "<root>/<source>",
            converter = AggregateConverter.class,
            description = "Only events that this aggregate applied.")
    private List<AggregateId> aggregates = List.of();

    @Option(names = "--correlation", paramLabel = "<id>", description = "Only events with this correlation.")
    private List<UUID> correlations = List.of();

    @Option(names = "--partition", paramLabel = "<id>", description = "Only events of this partition.")
    private List<String> partitions = List.of();

    @Option(names = "--system", description = "Show commits that the log made for itself, too.")
    private boolean includesSystem;

    EventFilter filter() {
        return new EventFilter(
                Set.copyOf(types),
                all(sources, EventSourceId::new),
                Set.copyOf(aggregates),
                all(correlations, CorrelationId::new),
                all(partitions, PartitionId::new),
                includesSystem);
    }

    private static <Q, T> Set<T> all(List<Q> values, Function<Q, T> make) {
        return values.stream().map(make).collect(Collectors.toSet());
    }

    static final class EventTypeConverter implements ITypeConverter<EventTypeId> {
        @Override
        public EventTypeId convert(String text) {
            if (text.isEmpty()) {
                throw new TypeConversionException("expected the id of an event type, found nothing");
            }
            return new EventTypeId(text);
        }
    }

    static final class AggregateConverter implements ITypeConverter<AggregateId> {
        @Override
        public AggregateId convert(String text) {
            int slash = text.indexOf('/');
            if (slash < 1) {
                throw new TypeConversionException("expected root/source, found '" + text + "'");
            }
            return new AggregateId(
                    new AggregateRootId(text.substring(0, slash)), new EventSourceId(text.substring(slash + 1)));
        }
    }
}
