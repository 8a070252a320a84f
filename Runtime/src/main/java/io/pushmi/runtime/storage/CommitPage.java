package io.pushmi.runtime.storage;

import java.util.List;

/**
 * Commits in ascending order, as one read found them.
 *
 * @param commits every commit that was asked for and lies before {@code next}
 * @param next where to go on reading: later than the position that was asked for, even where the page has no commits, so
 *     that whoever looks for something rare gets on; the same position only if that is the end of the log or beyond
 */
public record CommitPage(List<Commit> commits, SequenceNumber next) {
    public CommitPage {
        commits = List.copyOf(commits);
    }
}
