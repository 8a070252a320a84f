package io.pushmi.runtime.storage;

import java.util.List;

/**
 * Commits in descending order, as one read towards the beginning of a log found them.
 *
 * @param commits every commit that was asked for and starts at {@code next} or later
 * @param next before which position to go on reading: always earlier than the one that was asked for, even where the page
 *     has no commits; 0 when there is nothing more
 */
public record EarlierPage(List<Commit> commits, SequenceNumber next) {
    public static final EarlierPage NOTHING = new EarlierPage(List.of(), SequenceNumber.FIRST);

    public EarlierPage {
        commits = List.copyOf(commits);
    }
}
