package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.engines.mongodb.CommandFailure.Rejected;
import io.pushmi.runtime.engines.mongodb.CommandFailure.Unanswered;
import io.pushmi.runtime.storage.Simulation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;

/**
 * What a member of the simulated replica set does with a command once it is there. Strictly what MongoDB promises, and as
 * unpleasant as it may be within that: an ordered insert stops anywhere, others write between any two of its documents,
 * a majority is late or never comes, and a primary that steps down answers in any of the ways there are.
 */
final class SimulatedServer {
    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();
    private static final int NOT_WRITABLE_PRIMARY = 10_107;
    private static final List<Integer> STEPPING_DOWN = List.of(NOT_WRITABLE_PRIMARY, 189, 11_602, 91);

    private final ReplicaSet set;
    private final Simulation simulation;
    private final Random random;
    private final IdentityHashMap<BsonDocument, RawBsonDocument> encoded = new IdentityHashMap<>();
    private int troublePercent;
    private Intruder intruder = (collection, before) -> null;

    /** Somebody else who commits at the worst moment. */
    interface Intruder {
        /** What he inserts right after the document, or null if it is not for him. */
        @Nullable
        BsonDocument documentAfter(String collection, BsonDocument before);
    }

    /** @param troublePercent how often something goes wrong where it can */
    SimulatedServer(ReplicaSet set, Simulation simulation, Random random, int troublePercent) {
        this.set = set;
        this.simulation = simulation;
        this.random = random;
        this.troublePercent = troublePercent;
    }

    ReplicaSet set() {
        return set;
    }

    /** Lets somebody else slip in between two documents of an insert now and then. */
    void intruder(Intruder somebody) {
        intruder = somebody;
    }

    void trouble(int percent) {
        troublePercent = percent;
    }

    boolean hasTrouble() {
        return random.nextInt(100) < troublePercent;
    }

    CompletableFuture<InsertReply> insert(
            Member member, String collection, List<RawBsonDocument> documents, @Nullable PlantedFlaw flaw) {
        if (!member.isPrimary()) {
            return rejected();
        }
        Inserting inserting = new Inserting(member, collection, documents, flaw);
        inserting.goOn();
        return inserting.reply;
    }

    CompletableFuture<UpdateReply> update(
            Member member, String collection, List<UpdateStatement> statements, @Nullable PlantedFlaw flaw) {
        if (!member.isPrimary()) {
            return rejected();
        }
        long matched = 0;
        Set<Integer> upserted = new HashSet<>();
        for (int i = 0; i < statements.size(); i++) {
            UpdateStatement statement = statements.get(i);
            BsonDocument before = find(member.tip(), collection, statement.filter()).stream()
                    .findFirst()
                    .orElse(null);
            if (before == null && !statement.isUpsert()) {
                continue;
            }
            BsonDocument start = before == null ? BsonUpdate.fromFilter(statement.filter()) : before;
            start.computeIfAbsent("_id", missing -> new BsonObjectId());
            BsonDocument after = BsonUpdate.applied(statement.change(), start, before == null);
            if (before == null && member.tip().get(collection, idOf(after)) != null) {
                continue;
            }
            if (before == null) {
                upserted.add(i);
            }
            matched++;
            if (!after.equals(before)) {
                member.write(set.tick(), collection, idOf(after), after);
            }
        }
        set.replicate();
        long found = matched;
        CompletableFuture<UpdateReply> reply = new CompletableFuture<>();
        answer(member, member.time(), flaw, reply, concern -> new UpdateReply(found, upserted, List.of(), concern));
        return reply;
    }

    CompletableFuture<DeleteReply> delete(
            Member member, String collection, List<BsonDocument> filters, @Nullable PlantedFlaw flaw) {
        if (!member.isPrimary()) {
            return rejected();
        }
        long deleted = 0;
        for (BsonDocument filter : filters) {
            for (BsonDocument found :
                    find(member.tip(), collection, filter).stream().limit(1).toList()) {
                member.write(set.tick(), collection, idOf(found), null);
                deleted++;
            }
        }
        set.replicate();
        long gone = deleted;
        CompletableFuture<DeleteReply> reply = new CompletableFuture<>();
        answer(member, member.time(), flaw, reply, concern -> new DeleteReply(gone, List.of(), concern));
        return reply;
    }

    /**
     * Answers a question once a majority has what the asking session has seen.
     *
     * @param seen the latest time of the session
     */
    CompletableFuture<FindReply> find(Member member, Find find, long seen, @Nullable PlantedFlaw flaw) {
        if (!member.isPrimary()) {
            return rejected();
        }
        if (readsLocal(find, flaw)) {
            return CompletableFuture.completedFuture(reply(member.tip(), find));
        }
        CompletableFuture<FindReply> reply = new CompletableFuture<>();
        if (find.isLinearizable() && flaw != PlantedFlaw.REFUSES_ON_A_STALE_HEAD) {
            FindReply found = reply(member.tip(), find);
            member.writeNothing(set.tick());
            set.replicate();
            member.whenCommitted(member.time(), isCommitted -> complete(reply, isCommitted, () -> found));
        } else {
            if (member.time() < seen) {
                member.writeNothing(set.tick());
                set.replicate();
            }
            if (member.committed() < set.mostCommitted().committed() && member != set.primary()) {
                set.happened(Happening.STALE_READ);
            }
            member.whenCommitted(
                    seen, isCommitted -> complete(reply, isCommitted, () -> reply(member.majority(), find)));
        }
        return reply;
    }

    private static boolean readsLocal(Find find, @Nullable PlantedFlaw flaw) {
        return flaw == PlantedFlaw.READS_WHAT_CAN_BE_ROLLED_BACK
                || (flaw == PlantedFlaw.BUILDS_ON_A_HEAD_THAT_CAN_BE_ROLLED_BACK && find.isLinearizable());
    }

    private <T> void complete(CompletableFuture<T> reply, boolean isCommitted, Supplier<T> answer) {
        if (isCommitted) {
            reply.complete(answer.get());
        } else {
            reply.completeExceptionally(steppedDown());
        }
    }

    /** Answers a write once a majority has everything up to the time, or in any way in which that may go wrong. */
    private <T> void answer(
            Member member,
            long time,
            @Nullable PlantedFlaw flaw,
            CompletableFuture<T> reply,
            Function<@Nullable String, T> withConcern) {
        if (flaw == PlantedFlaw.ACKNOWLEDGES_BEFORE_A_MAJORITY_HAS_IT) {
            reply.complete(withConcern.apply(null));
            return;
        }
        if (hasTrouble()) {
            set.happened(Happening.WRITE_CONCERN_ERROR);
            simulation.execute(() -> reply.complete(withConcern.apply("error 64: waiting for replication timed out")));
        }
        member.whenCommitted(time, isCommitted -> {
            if (isCommitted) {
                reply.complete(withConcern.apply(null));
            } else if (random.nextBoolean()) {
                reply.complete(withConcern.apply("error 189: stepped down while waiting for replication"));
            } else {
                reply.completeExceptionally(steppedDown());
            }
        });
    }

    private CommandFailure steppedDown() {
        return random.nextBoolean()
                ? new Unanswered("the connection was closed", null)
                : new Rejected(STEPPING_DOWN.get(random.nextInt(STEPPING_DOWN.size())), "stepped down", null);
    }

    private <T> CompletableFuture<T> rejected() {
        set.happened(Happening.NOT_PRIMARY_BEFORE_A_WRITE);
        return CompletableFuture.failedFuture(new Rejected(NOT_WRITABLE_PRIMARY, "not primary", null));
    }

    private FindReply reply(DocumentView view, Find find) {
        List<BsonDocument> found = new ArrayList<>(find(view, find.collection(), find.filter()));
        if (find.sort() != null) {
            found.sort(order(find.sort()));
        }
        List<BsonDocument> limited = found.subList(0, Math.min(find.limit(), found.size()));
        // Whole documents may be too large for one reply; a few fields of each are not.
        boolean isCut = limited.size() > 1 && find.projection() == null && hasTrouble();
        return new FindReply(
                limited.subList(0, isCut ? 1 + random.nextInt(limited.size() - 1) : limited.size()).stream()
                        .map(document -> encode(document, find.projection()))
                        .toList(),
                isCut);
    }

    private static List<BsonDocument> find(DocumentView view, String collection, BsonDocument filter) {
        return view.candidates(collection, filter).stream()
                .filter(document -> BsonFilter.matches(filter, document))
                .toList();
    }

    private static Comparator<BsonDocument> order(BsonDocument sort) {
        if (!List.copyOf(sort.keySet()).equals(List.of("_id"))) {
            throw new AssertionError("the simulated server sorts by _id alone, not by " + sort);
        }
        Comparator<BsonDocument> ascending = Comparator.comparing(document -> idOf(document), BsonOrder.INSTANCE);
        return sort.getNumber("_id").intValue() > 0 ? ascending : ascending.reversed();
    }

    private RawBsonDocument encode(BsonDocument document, @Nullable BsonDocument projection) {
        if (projection == null) {
            return encoded.computeIfAbsent(document, unknown -> new RawBsonDocument(unknown, CODEC));
        }
        boolean isExclusion = projection.entrySet().stream()
                .anyMatch(field -> !field.getKey().equals("_id") && !isTrue(field.getValue()));
        BsonDocument projected = new BsonDocument();
        document.forEach((name, value) -> {
            boolean named = isTrue(projection.get(name, new BsonInt32(isExclusion || name.equals("_id") ? 1 : 0)));
            if (named) {
                projected.put(name, value);
            }
        });
        return new RawBsonDocument(projected, CODEC);
    }

    private static BsonValue idOf(BsonDocument document) {
        return Objects.requireNonNull(document.get("_id"), "every document has an id");
    }

    private static boolean isTrue(BsonValue value) {
        return value.isBoolean()
                ? value.asBoolean().getValue()
                : value.asNumber().intValue() != 0;
    }

    /** One insert under way: document by document, with whatever comes between. */
    private final class Inserting {
        private final Member member;
        private final long term;
        private final String collection;
        private final List<RawBsonDocument> documents;
        private final @Nullable PlantedFlaw flaw;
        private final CompletableFuture<InsertReply> reply = new CompletableFuture<>();
        private int done;
        private int inserted;
        private long written;
        private @Nullable WriteError error;

        Inserting(Member member, String collection, List<RawBsonDocument> documents, @Nullable PlantedFlaw flaw) {
            this.member = member;
            this.term = member.term();
            this.collection = collection;
            this.documents = documents;
            this.flaw = flaw;
        }

        void goOn() {
            if (!member.isPrimary() || member.term() != term) {
                set.happened(Happening.STOPPED_WITHIN_AN_INSERT);
                reply.completeExceptionally(steppedDown());
                return;
            }
            while (done < documents.size() && (error == null || flaw == PlantedFlaw.INSERTS_UNORDERED)) {
                if (done > 0 && hasTrouble()) {
                    intrude(documents.get(done - 1));
                }
                insert(documents.get(done).decode(CODEC));
                done++;
                if (random.nextInt(3) == 0) {
                    simulation.execute(this::goOn);
                    return;
                }
            }
            finish();
        }

        private void insert(BsonDocument document) {
            BsonValue id = idOf(document);
            if (member.tip().get(collection, id) != null) {
                if (inserted > 0) {
                    set.happened(Happening.FOREIGN_COMMIT_WITHIN_AN_INSERT);
                }
                error = error == null ? new WriteError(done, 11_000, "duplicate key " + id) : error;
                return;
            }
            written = set.tick();
            member.write(written, collection, id, document);
            inserted++;
            set.replicate();
        }

        private void intrude(BsonDocument before) {
            BsonDocument foreign = intruder.documentAfter(collection, before);
            if (foreign != null && member.tip().get(collection, idOf(foreign)) == null) {
                member.write(set.tick(), collection, idOf(foreign), foreign);
            }
        }

        private void finish() {
            long time = written > 0 || random.nextBoolean() ? member.time() : member.committedTime();
            answer(member, time, flaw, reply, concern -> new InsertReply(inserted, error, concern));
        }
    }
}
