package io.pushmi.runtime.storage;

import java.util.List;

/**
 * Commits in ascending order, as one read found them.
 *
 * @param commits every commit that was asked for and lies before {@code next}
 * @param next where to go on reading; the position that was asked for when there was nothing beyond it
 */
public record CommitPage(List<Commit> commits, SequenceNumber next) {
    public CommitPage {
        commits = List.copyOf(commits);
    }
}
