package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.storage.EventSourceId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the read model that an event concerns, by the selectors of a projection. */
final class KeySelection {
    private final Map<EventTypeId, Function<Delivery, FoundKey>> ways;

    /** @param selectors such that {@link DefinitionCheck} has nothing against them */
    KeySelection(List<EventSelector> selectors) {
        this.ways = selectors.stream().collect(Collectors.toMap(EventSelector::type, selector -> way(selector.key())));
    }

    FoundKey find(Delivery delivery) {
        EventType type = delivery.event().event().type();
        Function<Delivery, FoundKey> way = type == null ? null : ways.get(type.id());
        return way == null
                ? new FoundKey.None("the projection has no key selector for events of the type "
                        + (type == null ? "that was erased" : type.id()) + ", expected one")
                : way.apply(delivery);
    }

    private static Function<Delivery, FoundKey> way(KeySelector selector) {
        if (selector instanceof KeySelector.Property of) {
            KeyProperty property = new KeyProperty(of.name());
            return delivery -> property.in(delivery.event().event().content());
        }
        if (selector instanceof KeySelector.Static always) {
            FoundKey found = new FoundKey.Found(always.key());
            return delivery -> found;
        }
        if (selector instanceof KeySelector.Occurred at) {
            OccurredFormat format = OccurredFormat.of(at.format());
            return delivery -> found(format.write(delivery.event().commit().occurred()));
        }
        return selector instanceof KeySelector.Partition
                ? delivery -> unlessUnknown(delivery, delivery.partition().value())
                : delivery -> unlessUnknown(delivery, sourceOf(delivery));
    }

    private static String sourceOf(Delivery delivery) {
        EventSourceId source = delivery.event().event().source();
        return source == null ? "" : source.value();
    }

    /** An event whose source nobody knows any more has no partition either. */
    private static FoundKey unlessUnknown(Delivery delivery, String key) {
        return delivery.event().event().source() == null ? FoundKey.ERASED : found(key);
    }

    private static FoundKey found(String key) {
        return new FoundKey.Found(new ReadModelKey(key));
    }
}
