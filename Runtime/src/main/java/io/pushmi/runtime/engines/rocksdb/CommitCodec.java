package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.Checkpoint;
import io.pushmi.runtime.storage.CheckpointName;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StoredSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a commit. It begins with its own version and ends with a checksum over everything before, so that
 * a reader never takes damaged bytes for what somebody committed, wherever on the way they were damaged.
 */
final class CommitCodec {
    private static final int VERSION = 1;

    private static final int EVENTS = 0;
    private static final int SYSTEM = 1;
    private static final int CHOSEN = 0;
    private static final int RANDOM = 1;

    private CommitCodec() {}

    static byte[] encode(Commit commit) {
        ByteWriter bytes = new ByteWriter((int) Math.min(StoredSize.of(commit), StoredSize.MAXIMUM));
        bytes.octet(VERSION).number(commit.first().value());
        write(commit.id(), bytes);
        bytes.instant(commit.occurred());
        ContextCodec.write(commit.context(), bytes);
        bytes.octet(commit.kind() == CommitKind.SYSTEM ? SYSTEM : EVENTS);
        bytes.number(commit.events().size());
        for (Event event : commit.events()) {
            EventCodec.write(event, bytes);
        }
        bytes.number(commit.aggregates().size());
        for (AggregateState state : commit.aggregates()) {
            write(state, bytes);
        }
        write(commit.checkpoint(), bytes);
        return bytes.checksum().toArray();
    }

    /**
     * The commit that was stored at the position.
     *
     * @throws StorageDamaged if the bytes are not those of such a commit
     */
    static Commit decode(LogId log, SequenceNumber first, byte[] bytes) {
        try {
            return decode(first, bytes);
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            throw new StorageDamaged(
                    "the commit at " + first + " of log " + log + " is damaged: " + malformed.getMessage(), malformed);
        }
    }

    static void write(AggregateState state, ByteWriter to) {
        EventCodec.write(state.aggregate(), to);
        to.number(state.next().value())
                .number(state.commits())
                .number(state.last().value());
    }

    static AggregateState readState(ByteReader from) {
        return new AggregateState(
                EventCodec.readAggregate(from),
                new AggregateVersion(from.number()),
                from.number(),
                new SequenceNumber(from.number()));
    }

    static void write(CommitId id, ByteWriter to) {
        if (id instanceof CommitId.Random random) {
            to.octet(RANDOM).fixed(random.high()).fixed(random.low());
        } else {
            to.octet(CHOSEN).text(id.text());
        }
    }

    static CommitId readId(ByteReader from) {
        int kind = from.octet();
        if (kind > RANDOM) {
            throw from.malformed("a commit id of kind " + kind);
        }
        return kind == RANDOM ? new CommitId.Random(from.fixed(), from.fixed()) : new CommitId.Chosen(from.text());
    }

    private static Commit decode(SequenceNumber first, byte[] bytes) {
        ByteReader from = ByteReader.checked(bytes);
        int version = from.octet();
        if (version != VERSION) {
            throw new IllegalArgumentException("its form is version " + version + ", expected " + VERSION);
        }
        Commit commit = read(from);
        from.finish();
        if (!commit.first().equals(first)) {
            throw new IllegalArgumentException("it says of itself that it starts at " + commit.first());
        }
        return commit;
    }

    private static Commit read(ByteReader from) {
        SequenceNumber first = new SequenceNumber(from.number());
        CommitId id = readId(from);
        Instant occurred = from.instant();
        ExecutionContext context = ContextCodec.read(from);
        CommitKind kind = from.flag() ? CommitKind.SYSTEM : CommitKind.EVENTS;
        int count = from.count();
        List<Event> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(EventCodec.read(from));
        }
        int states = from.count();
        List<AggregateState> aggregates = new ArrayList<>(states);
        for (int i = 0; i < states; i++) {
            aggregates.add(readState(from));
        }
        return new Commit(first, id, occurred, context, kind, events, aggregates, readCheckpoint(from));
    }

    private static void write(@Nullable Checkpoint checkpoint, ByteWriter to) {
        to.flag(checkpoint != null);
        if (checkpoint != null) {
            to.text(checkpoint.name().value()).number(checkpoint.position().value());
        }
    }

    private static @Nullable Checkpoint readCheckpoint(ByteReader from) {
        return from.flag() ? new Checkpoint(new CheckpointName(from.text()), new SequenceNumber(from.number())) : null;
    }
}
