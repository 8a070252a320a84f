package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;

/**
 * Changes of documents of one database that are made together. What must not exist before is looked at first, for the
 * revisions that a removed document had. Then new documents go in one command, and all others in another, each guarded by
 * the revision that it expects. Where the answer leaves open which of these were made, the documents are looked at once
 * more.
 */
final class ChangeSet {
    private static final int MOST_CHANGES = 100;

    /** So few that the heads of all documents fit into one reply, in which even the largest document fits. */
    private static final long MOST_BYTES = 12L << 20;

    private static final int PER_CHANGE = 256;
    private static final int MOST_TRIES = 8;

    private final MongoCommands database;
    private final List<StateChange> changes;
    private final Clock clock;
    private final int tries;
    private final String token = UUID.randomUUID().toString();
    private final Map<StateName, StateResult> results = new HashMap<>();
    private final List<Made> inserts = new ArrayList<>();
    private final List<Made> updates = new ArrayList<>();

    /** A change on its way: the document that it makes, in the place of another unless that is 0. */
    private record Made(StateChange change, long before, boolean wasRemoved, BsonDocument after) {
        StateResult result() {
            return new StateResult.Changed(
                    change instanceof StateChange.Remove ? Revision.ABSENT : new Revision(StateCodec.revision(after)));
        }

        UpdateStatement statement() {
            String key = StateCodec.key(after);
            BsonDocument filter =
                    wasRemoved ? StateCodec.revisionOf(key, before) : StateCodec.existingRevisionOf(key, before);
            return new UpdateStatement(filter, after, false);
        }
    }

    ChangeSet(MongoCommands database, List<StateChange> changes, Clock clock) {
        this(database, changes, clock, 1);
    }

    private ChangeSet(MongoCommands database, List<StateChange> changes, Clock clock, int tries) {
        this.database = database;
        this.changes = changes;
        this.clock = clock;
        this.tries = tries;
    }

    /** The changes in as many parts as fit into a command each. */
    static List<List<StateChange>> parts(List<StateChange> changes) {
        List<List<StateChange>> parts = new ArrayList<>();
        List<StateChange> part = new ArrayList<>();
        long bytes = 0;
        for (StateChange change : changes) {
            long size = (long) PER_CHANGE
                    + StateKey.of(change.name()).length()
                    + (change instanceof StateChange.Put put ? put.content().size() : 0);
            if (part.size() == MOST_CHANGES || (!part.isEmpty() && bytes + size > MOST_BYTES)) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(change);
            bytes += size;
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    /** What became of each, by its document. */
    CompletionStage<Map<StateName, StateResult>> make() {
        List<StateName> absent = changes.stream()
                .filter(change -> change.expected().equals(Revision.ABSENT))
                .map(StateChange::name)
                .toList();
        CompletionStage<Standing> standing =
                absent.isEmpty() ? CompletableFuture.completedFuture(Standing.UNKNOWN) : Standing.of(database, absent);
        return standing.thenCompose(known -> {
            changes.forEach(change -> prepare(change, known));
            return insert(0).thenCompose(done -> update()).thenCompose(this::settle);
        });
    }

    private void prepare(StateChange change, Standing standing) {
        String key = StateKey.of(change.name());
        long expected = change.expected().value();
        if (expected == Long.MAX_VALUE) {
            return;
        }
        if (expected != 0) {
            updates.add(new Made(change, expected, false, after(change, key, expected + 1)));
        } else if (standing.exists(key)) {
            results.put(change.name(), new StateResult.Conflict(standing.revision(key)));
        } else if (change instanceof StateChange.Remove) {
            results.put(change.name(), new StateResult.Changed(Revision.ABSENT));
        } else {
            long removed = standing.removedAt(key);
            Made made = new Made(change, removed, removed != 0, after(change, key, standing.next(key)));
            (removed == 0 ? inserts : updates).add(made);
        }
    }

    private BsonDocument after(StateChange change, String key, long revision) {
        return change instanceof StateChange.Put put
                ? StateCodec.existing(key, revision, token, put.content())
                : StateCodec.removed(key, revision, token, clock.instant());
    }

    /** Inserts from an index on. A document that is there already stays, and the next ones get their turn. */
    private CompletionStage<Void> insert(int from) {
        List<Made> left = inserts.subList(from, inserts.size());
        if (left.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<RawBsonDocument> documents = left.stream()
                .map(made -> new RawBsonDocument(made.after(), new BsonDocumentCodec()))
                .toList();
        return database.insert(MongoStates.COLLECTION, documents).thenCompose(reply -> {
            requireVouchedFor(reply.concern());
            left.subList(0, reply.inserted()).forEach(this::made);
            if (reply.error() == null) {
                return CompletableFuture.completedFuture(null);
            }
            requireDuplicate(reply.error());
            return insert(from + reply.inserted() + 1);
        });
    }

    /** How many of the updates were made. */
    private CompletionStage<Long> update() {
        if (updates.isEmpty()) {
            return CompletableFuture.completedFuture(0L);
        }
        List<UpdateStatement> statements = updates.stream().map(Made::statement).toList();
        return database.update(MongoStates.COLLECTION, statements).thenApply(reply -> {
            requireVouchedFor(reply.concern());
            if (!reply.errors().isEmpty()) {
                throw new StorageUnavailable("the server could not make changes: " + reply.errors(), null);
            }
            if (reply.matched() == updates.size()) {
                updates.forEach(this::made);
            }
            return reply.matched();
        });
    }

    /** Looks at the documents whose changes were not made, or may not have been. */
    private CompletionStage<Map<StateName, StateResult>> settle(long updated) {
        List<StateName> open = changes.stream()
                .map(StateChange::name)
                .filter(name -> !results.containsKey(name))
                .toList();
        if (open.isEmpty()) {
            return CompletableFuture.completedFuture(results);
        }
        return Standing.of(database, open).thenCompose(standing -> {
            if (updated > 0 && updated < updates.size()) {
                findUpdated(standing, updated);
            }
            return again(conflicts(standing));
        });
    }

    private void findUpdated(Standing standing, long updated) {
        List<Made> ours = updates.stream()
                .filter(made -> standing.isFrom(token, StateCodec.key(made.after())))
                .toList();
        if (ours.size() != updated) {
            throw new StorageUnavailable(
                    updated + " of " + updates.size() + " changes were made, and others have changed "
                            + (updated - ours.size()) + " of those documents since, so that nobody knows which",
                    null);
        }
        ours.forEach(this::made);
    }

    /** Settles what did not have the expected revision, and gives those that do have it by now. */
    private List<StateChange> conflicts(Standing standing) {
        List<StateChange> again = new ArrayList<>();
        for (StateChange change : changes) {
            if (!results.containsKey(change.name())) {
                Revision actual = standing.revision(StateKey.of(change.name()));
                if (actual.equals(change.expected())) {
                    again.add(change);
                } else {
                    results.put(change.name(), new StateResult.Conflict(actual));
                }
            }
        }
        return again;
    }

    /** A document that was not as expected when the change came may be so now: made and removed again meanwhile. */
    private CompletionStage<Map<StateName, StateResult>> again(List<StateChange> left) {
        if (left.isEmpty()) {
            return CompletableFuture.completedFuture(results);
        }
        if (tries == MOST_TRIES) {
            throw new StorageUnavailable(
                    "state document " + left.get(0).name() + " was changed by others during each of " + tries
                            + " tries to change it",
                    null);
        }
        return new ChangeSet(database, left, clock, tries + 1).make().thenApply(rest -> {
            results.putAll(rest);
            return results;
        });
    }

    private void made(Made made) {
        results.put(made.change().name(), made.result());
    }

    private static void requireVouchedFor(@Nullable String concern) {
        if (concern != null) {
            throw new StorageUnavailable("the server does not say that a majority has the changes: " + concern, null);
        }
    }

    private static void requireDuplicate(WriteError error) {
        if (!error.isDuplicateKey()) {
            throw new StorageUnavailable("the server could not make a document: " + error, null);
        }
    }
}
