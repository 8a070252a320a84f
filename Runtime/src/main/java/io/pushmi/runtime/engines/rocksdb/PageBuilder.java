package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EarlierPage;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StoredSize;
import java.util.ArrayList;
import java.util.List;

/** A page of commits that fills up. */
final class PageBuilder {
    private final PageLimit limit;
    private final List<Commit> commits = new ArrayList<>();
    private long bytes;

    PageBuilder(PageLimit limit) {
        this.limit = limit;
    }

    /** Whether there is room for no commit whatsoever. */
    boolean isFull() {
        return commits.size() >= limit.commits() || bytes >= limit.bytes();
    }

    /** Takes the commit unless there is no room for it. */
    boolean add(Commit commit) {
        long size = StoredSize.of(commit);
        if (!commits.isEmpty() && (isFull() || bytes + size > limit.bytes())) {
            return false;
        }
        commits.add(commit);
        bytes += size;
        return true;
    }

    /** Where the last commit ends, or the position if there is none. */
    SequenceNumber endAfter(SequenceNumber from) {
        return commits.isEmpty() ? from : commits.get(commits.size() - 1).next();
    }

    /** Where the last commit starts, or the position if there is none. */
    SequenceNumber startBefore(SequenceNumber position) {
        return commits.isEmpty() ? position : commits.get(commits.size() - 1).first();
    }

    EarlierPage downTo(SequenceNumber next) {
        return new EarlierPage(commits, next);
    }

    CommitPage upTo(SequenceNumber next) {
        return new CommitPage(commits, next);
    }
}
