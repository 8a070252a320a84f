package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregatePage;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.SequenceNumber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Pages through the aggregates of a log in the order in which they appeared: the commits with the first event of one are
 * found by a key text of their own, and what is remembered of each is in its last commit.
 */
final class AggregatePaging {
    private static final List<String> TEXTS = List.of(KeyTexts.NEW_AGGREGATES, KeyTexts.without(KeyKind.AGGREGATE));

    private static final BsonDocument STATES = BsonDocument.parse("{aggregates: 1}");

    /** How many states are looked up at a time. */
    private static final int AT_ONCE = 16;

    private static final int MOST_DOCUMENTS = 1_000;

    private final LogCollection collection;
    private final KeySearch search;

    AggregatePaging(LogCollection collection, KeySearch search) {
        this.collection = collection;
        this.search = search;
    }

    /** Where a page ended: after so many of the aggregates that are new in the commit at the position. */
    private record Place(SequenceNumber position, int taken) {
        static final Place BEGINNING = new Place(SequenceNumber.FIRST, 0);

        static Place of(Bytes bytes) {
            if (bytes.size() != Long.BYTES + Integer.BYTES) {
                throw new IllegalArgumentException(
                        "a page of aggregates goes on after what the one before gave, not after " + bytes);
            }
            ByteBuffer from = ByteBuffer.wrap(bytes.array());
            return new Place(new SequenceNumber(from.getLong()), from.getInt());
        }

        Bytes bytes() {
            return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                    .putLong(position.value())
                    .putInt(taken)
                    .array());
        }
    }

    CompletionStage<AggregatePage> page(@Nullable Bytes after, int limit) {
        Place place = after == null ? Place.BEGINNING : Place.of(after);
        int count = Math.min(limit, MOST_DOCUMENTS);
        Find find = collection.withKeys(TEXTS, place.position(), count).projected(STATES);
        return collection.find(find).thenCompose(reply -> {
            List<AggregateId> found = new ArrayList<>();
            Place reached = place;
            for (RawBsonDocument document : reply.documents()) {
                SequenceNumber position = search.positionOf(document);
                int skipped = position.equals(place.position()) ? place.taken() : 0;
                List<AggregateId> fresh = newIn(document);
                int taken = Math.min(fresh.size(), skipped + limit - found.size());
                found.addAll(fresh.subList(Math.min(skipped, taken), taken));
                reached = taken == fresh.size() ? new Place(position.plus(1), 0) : new Place(position, taken);
                if (found.size() == limit) {
                    break;
                }
            }
            boolean isAll = found.size() < limit && reply.documents().size() < count && !reply.isCut();
            Bytes next = isAll ? null : reached.bytes();
            return states(found, 0, new ArrayList<>()).thenApply(states -> new AggregatePage(states, next));
        });
    }

    private List<AggregateId> newIn(RawBsonDocument document) {
        return collection.parse(document, CommitParser::aggregates).stream()
                .filter(state -> state.commits() == 1)
                .map(AggregateState::aggregate)
                .toList();
    }

    private CompletionStage<List<AggregateState>> states(List<AggregateId> ids, int from, List<AggregateState> found) {
        if (from >= ids.size()) {
            return CompletableFuture.completedFuture(found);
        }
        CompletionStage<List<AggregateState>> portion = CompletableFuture.completedFuture(found);
        for (AggregateId id : ids.subList(from, Math.min(ids.size(), from + AT_ONCE))) {
            portion = portion.thenCombine(search.aggregate(id), (all, state) -> {
                state.ifPresent(all::add);
                return all;
            });
        }
        return portion.thenCompose(done -> states(ids, from + AT_ONCE, done));
    }
}
