package io.pushmi.runtime.storage;

/**
 * What a check of a whole store found.
 *
 * @param logs how many logs were checked
 * @param commits how many commits
 * @param events how many events
 * @param aggregates how many aggregates
 * @param keys how many different keys lead to commits
 * @param documents how many state documents
 * @param findings how many things are wrong, all of which were told to the listener
 */
public record Verification(
        long logs, long commits, long events, long aggregates, long keys, long documents, long findings) {
    public boolean isClean() {
        return findings == 0;
    }

    /** Is told of everything that is wrong, in the order in which it is come by, and how far the check is. */
    public interface Listener extends Progress {
        void found(Finding finding);
    }
}
