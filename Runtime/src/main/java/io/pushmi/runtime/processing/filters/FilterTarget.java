package io.pushmi.runtime.processing.filters;

import io.pushmi.runtime.events.streams.StreamDefinition;
import io.pushmi.runtime.events.streams.StreamDefinitions;
import io.pushmi.runtime.events.streams.StreamEvents;
import io.pushmi.runtime.events.streams.StreamKind;
import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.EventTarget;
import io.pushmi.runtime.processing.Outcome;
import io.pushmi.runtime.processing.Retry;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StoredSize;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Asks a filter about the events of one tenant, and puts those that it includes into its stream. */
final class FilterTarget implements EventTarget {
    private static final PartitionId ALL = new PartitionId(new UUID(0, 0).toString());

    private final TenantId tenant;
    private final StreamDefinition stream;
    private final FilterClient client;
    private final StreamDefinitions definitions;
    private final StreamWriter writer;

    FilterTarget(
            TenantId tenant,
            StreamDefinition stream,
            FilterClient client,
            StreamDefinitions definitions,
            StreamWriter writer) {
        this.tenant = tenant;
        this.stream = stream;
        this.client = client;
        this.definitions = definitions;
        this.writer = writer;
    }

    /** An event of which not even the type is known any more is passed over. */
    @Override
    public boolean offer(Delivery delivery, Consumer<Outcome> answer, Runnable whenRoom) {
        CommittedEvent event = delivery.event();
        if (!StreamEvents.canBeCopied(event.event())) {
            answer.accept(Outcome.SUCCEEDED);
            return true;
        }
        return writer.hasRoom(whenRoom)
                && client.offer(tenant, delivery, said -> answer.accept(outcome(event, said)), whenRoom);
    }

    @Override
    public CompletionStage<Void> settle() {
        return writer.settle();
    }

    /** The stream is remembered before the first event is read for it, so that every erasure from then on finds it. */
    @Override
    public CompletionStage<SequenceNumber> reached() {
        return definitions.save(tenant, stream).thenCompose(saved -> writer.reached());
    }

    private Outcome outcome(CommittedEvent event, FilterAnswer said) {
        if (said instanceof FilterAnswer.Included included) {
            return include(event, stream.kind() == StreamKind.PRIVATE ? ALL : included.partition());
        }
        if (said instanceof FilterAnswer.Failed failed) {
            return new Outcome.Failed(failed.reason(), failed.retry());
        }
        return said instanceof FilterAnswer.Excluded ? Outcome.SUCCEEDED : Outcome.UNANSWERED;
    }

    private Outcome include(CommittedEvent event, PartitionId partition) {
        long size = StoredSize.of(StreamEvents.copyOf(event, partition, null, null));
        if (size > StoredSize.MAXIMUM) {
            return new Outcome.Failed(
                    "event " + event.sequenceNumber() + " with a partition of "
                            + partition.value().length() + " characters takes " + size
                            + " bytes in stream " + stream.name() + ", the limit is " + StoredSize.MAXIMUM,
                    Retry.UNSPECIFIED);
        }
        writer.append(event, partition);
        return Outcome.SUCCEEDED;
    }
}
