package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EarlierPage;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StoredSize;
import java.util.ArrayList;
import java.util.List;

/** Commits as a read collects them, up to its limit. */
final class Page {
    private final PageLimit limit;
    private final List<Commit> commits = new ArrayList<>();
    private long room;

    Page(PageLimit limit) {
        this.limit = limit;
        room = limit.bytes();
    }

    /** Takes the commit if there is room for it, as there is for the first whatever its size. */
    boolean add(Commit commit) {
        long size = StoredSize.of(commit);
        if (isFull() || (!commits.isEmpty() && size > room)) {
            return false;
        }
        commits.add(commit);
        room -= size;
        return true;
    }

    boolean isEmpty() {
        return commits.isEmpty();
    }

    boolean isFull() {
        return commits.size() >= limit.commits() || (!commits.isEmpty() && room <= 0);
    }

    CommitPage upTo(SequenceNumber next) {
        return new CommitPage(commits, next);
    }

    EarlierPage downTo(SequenceNumber next) {
        return new EarlierPage(commits, next);
    }
}
