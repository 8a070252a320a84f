package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.artifacts.AggregateRootId;
import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.ConsentId;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventId;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.Origin;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;

/** The stored form of an event: which of its parts there are, then those parts in the order of the flags. */
final class EventCodec {
    private static final int TYPE = 1;
    private static final int SOURCE = 1 << 1;
    private static final int JSON = 1 << 2;
    private static final int OTHER_CONTENT = 1 << 3;
    private static final int PUBLIC = 1 << 4;
    private static final int ID = 1 << 5;
    private static final int METADATA = 1 << 6;
    private static final int APPLIED_BY = 1 << 7;
    private static final int PARTITION = 1 << 8;
    private static final int ORIGIN = 1 << 9;
    /** Beside one of the two contents: it is what a partial erasure left. */
    private static final int REDACTED = 1 << 10;

    private static final int ALL = (1 << 11) - 1;

    private EventCodec() {}

    static void write(Event event, ByteWriter to) {
        to.number(partsOf(event));
        if (event.type() != null) {
            to.text(event.type().id().value()).number(event.type().generation().value());
        }
        if (event.source() != null) {
            to.text(event.source().value());
        }
        if (event.content() instanceof Content.Legible content) {
            if (!content.type().equals(ContentType.JSON)) {
                to.text(content.type().value());
            }
            to.block(content.bytes().array());
        }
        if (event.id() != null) {
            to.text(event.id().value());
        }
        if (event.metadata() != null) {
            to.block(event.metadata().array());
        }
        if (event.appliedBy() != null) {
            write(event.appliedBy().aggregate(), to);
            to.number(event.appliedBy().version().value());
        }
        if (event.partition() != null) {
            to.text(event.partition().value());
        }
        if (event.origin() != null) {
            write(event.origin(), to);
        }
    }

    static Event read(ByteReader from) {
        long parts = from.number();
        if ((parts & ~ALL) != 0) {
            throw from.malformed("unknown parts of an event, " + Long.toHexString(parts));
        }
        return new Event(
                has(parts, TYPE) ? new EventType(new EventTypeId(from.text()), new Generation(from.number())) : null,
                has(parts, SOURCE) ? new EventSourceId(from.text()) : null,
                readContent(parts, from),
                has(parts, PUBLIC),
                has(parts, ID) ? new EventId(from.text()) : null,
                has(parts, METADATA) ? Bytes.wrap(from.block()) : null,
                has(parts, APPLIED_BY) ? new AppliedBy(readAggregate(from), new AggregateVersion(from.number())) : null,
                has(parts, PARTITION) ? new PartitionId(from.text()) : null,
                has(parts, ORIGIN) ? readOrigin(from) : null);
    }

    static void write(AggregateId aggregate, ByteWriter to) {
        to.text(aggregate.root().value()).text(aggregate.source().value());
    }

    static AggregateId readAggregate(ByteReader from) {
        return new AggregateId(new AggregateRootId(from.text()), new EventSourceId(from.text()));
    }

    private static int partsOf(Event event) {
        return (event.type() == null ? 0 : TYPE)
                | (event.source() == null ? 0 : SOURCE)
                | partOf(event.content())
                | (event.isPublic() ? PUBLIC : 0)
                | (event.id() == null ? 0 : ID)
                | (event.metadata() == null ? 0 : METADATA)
                | (event.appliedBy() == null ? 0 : APPLIED_BY)
                | (event.partition() == null ? 0 : PARTITION)
                | (event.origin() == null ? 0 : ORIGIN);
    }

    private static int partOf(Content content) {
        if (content instanceof Content.Legible readable) {
            int part = readable.type().equals(ContentType.JSON) ? JSON : OTHER_CONTENT;
            return content instanceof Content.Redacted ? part | REDACTED : part;
        }
        return 0;
    }

    private static boolean has(long parts, int part) {
        return (parts & part) != 0;
    }

    private static Content readContent(long parts, ByteReader from) {
        if (!has(parts, JSON) && !has(parts, OTHER_CONTENT)) {
            if (has(parts, REDACTED)) {
                throw from.malformed("an event of which something remains, but not what");
            }
            return Content.ERASED;
        }
        ContentType type = has(parts, JSON) ? ContentType.JSON : new ContentType(from.text());
        Bytes bytes = Bytes.wrap(from.block());
        return has(parts, REDACTED) ? new Content.Redacted(bytes, type) : new Content.Present(bytes, type);
    }

    private static void write(Origin origin, ByteWriter to) {
        to.uuid(origin.producer().value())
                .number(origin.sequenceNumber().value())
                .instant(origin.received())
                .uuid(origin.consent().value());
    }

    private static Origin readOrigin(ByteReader from) {
        return new Origin(
                new MicroserviceId(from.uuid()),
                new SequenceNumber(from.number()),
                from.instant(),
                new ConsentId(from.uuid()));
    }
}
