package io.pushmi.runtime.storage;

import java.util.List;

/**
 * Commits in ascending order, as one read found them.
 *
 * @param commits every commit that was asked for and lies before {@code next}
 * @param next where to go on reading, never before the position that was asked for. A page without commits goes on at the
 *     end of the log as the read saw it, so that whoever looks for something rare still gets on
 */
public record CommitPage(List<Commit> commits, SequenceNumber next) {
    public CommitPage {
        commits = List.copyOf(commits);
    }
}
