package io.pushmi.runtime.engines.mongodb;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One member of a simulated replica set: its oplog, how much of that it knows a majority to have, and who waits for more
 * of it to get there.
 */
final class Member {
    /** Waits until the member knows a majority to have something, or is no longer primary. */
    private record Waiting(long time, Consumer<Boolean> then) {}

    private final int number;
    private final List<OplogEntry> oplog = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final DocumentView majority = new DocumentView();
    private DocumentView tip = new DocumentView();
    private int committed;
    private long term;
    private boolean primary;

    Member(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    List<OplogEntry> oplog() {
        return oplog;
    }

    /** What is here, whether or not it can still be rolled back. */
    DocumentView tip() {
        return tip;
    }

    /** What this member knows a majority to have. Never goes back. */
    DocumentView majority() {
        return majority;
    }

    int committed() {
        return committed;
    }

    long committedTime() {
        return committed == 0 ? 0 : oplog.get(committed - 1).time();
    }

    long time() {
        return oplog.isEmpty() ? 0 : oplog.get(oplog.size() - 1).time();
    }

    long term() {
        return term;
    }

    /** Whether it takes writes; it may be the last to learn that another one does. */
    boolean isPrimary() {
        return primary;
    }

    /** Whether a vote for the other may be given: it has at least what is here. */
    boolean isNotAheadOf(Member other) {
        long mine = oplog.isEmpty() ? 0 : oplog.get(oplog.size() - 1).term();
        long theirs = other.oplog.isEmpty()
                ? 0
                : other.oplog.get(other.oplog.size() - 1).term();
        return mine < theirs || (mine == theirs && oplog.size() <= other.oplog.size());
    }

    boolean has(int index, OplogEntry entry) {
        return oplog.size() > index && oplog.get(index).time() == entry.time();
    }

    /** Writes as primary. */
    void write(long time, String collection, BsonValue id, @Nullable BsonDocument after) {
        if (!primary) {
            throw new IllegalStateException("member " + number + " is not primary");
        }
        append(new OplogEntry(term, time, collection, id, after));
    }

    void writeNothing(long time) {
        write(time, "", BsonNull.VALUE, null);
    }

    /**
     * Takes over from the primary's oplog so many entries, after it gave up what that one does not have.
     *
     * @return whether it gave something up
     */
    boolean pull(Member from, int most) {
        int common = 0;
        while (common < oplog.size() && from.has(common, oplog.get(common))) {
            common++;
        }
        boolean givesUp = common < oplog.size();
        if (givesUp) {
            rollBack(common);
        }
        for (int i = common; i < Math.min(from.oplog.size(), common + most); i++) {
            append(from.oplog.get(i));
        }
        learnCommitted(Math.min(from.committed, oplog.size()));
        return givesUp;
    }

    private void append(OplogEntry entry) {
        oplog.add(entry);
        tip.apply(entry);
    }

    private void rollBack(int length) {
        if (length < committed) {
            throw new IllegalStateException("member " + number + " would roll back what a majority has");
        }
        oplog.subList(length, oplog.size()).clear();
        tip = DocumentView.of(oplog);
    }

    void learnCommitted(int length) {
        while (committed < length) {
            majority.apply(oplog.get(committed));
            committed++;
        }
        tell(true);
    }

    void elect(long newTerm) {
        vote(newTerm);
        primary = true;
    }

    /** From now on it takes nothing from a primary of an older term. */
    void vote(long newTerm) {
        term = newTerm;
        stepDown();
    }

    void stepDown() {
        primary = false;
        tell(false);
    }

    /** Calls back with true once a majority has everything up to the time, with false if this is no longer primary. */
    void whenCommitted(long time, Consumer<Boolean> then) {
        waiting.add(new Waiting(time, then));
        tell(primary);
    }

    private void tell(boolean onlyCommitted) {
        List<Waiting> told = new ArrayList<>(waiting);
        told.removeIf(one -> onlyCommitted && one.time() > committedTime());
        waiting.removeAll(told);
        told.forEach(one -> one.then().accept(one.time() <= committedTime()));
    }
}
