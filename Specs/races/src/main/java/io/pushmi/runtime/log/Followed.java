package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StoredSize;
import java.util.Set;

/** A log whose commits are made one by one by the race, and which is followed; everything happens on the calling thread. */
final class Followed {
    final ShortLogs store = new ShortLogs();
    final Tail tail;

    /** @param recent how many commits are kept in memory */
    Followed(int recent) {
        tail = new Tail(SequenceNumber.FIRST, recent * StoredSize.of(Given.commit(0)));
    }

    Follows follow(long demand, Key... keys) {
        Follows follows = new Follows(demand);
        follow(follows, keys);
        return follows;
    }

    void follow(Follows follows, Key... keys) {
        tail.join();
        follows.onSubscribe(new Follower(
                Given.LOG,
                SequenceNumber.FIRST,
                Set.of(keys),
                store,
                new PageBudget(0),
                tail,
                Runnable::run,
                (delay, task) -> task.run(),
                follows));
    }

    /** Commits what comes at the position: first it is durable, then it is published. */
    void commit(int position) {
        if (!store.add(Given.commit(position))) {
            throw new IllegalStateException("nothing can follow at " + position);
        }
        tail.publish(Given.commit(position));
    }
}
