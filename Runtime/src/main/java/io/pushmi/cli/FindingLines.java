package io.pushmi.cli;

import io.pushmi.runtime.storage.Finding;
import io.pushmi.runtime.storage.Verification;
import java.io.PrintWriter;

/** Prints what a verification finds, a line each whatever names are in it, up to a limit, and how far it is. */
final class FindingLines implements Verification.Listener {
    private final PrintWriter out;
    private final ProgressLine progress;
    private final long limit;
    private long found;

    FindingLines(PrintWriter out, ProgressLine progress, long limit) {
        this.out = out;
        this.progress = progress;
        this.limit = limit;
    }

    @Override
    public void found(Finding finding) {
        found++;
        if (found <= limit) {
            progress.makeRoom();
            out.println(Text.shown(finding.toString()));
            out.flush();
        }
    }

    @Override
    public void advanced(long done, long expected) {
        progress.advanced(done, expected);
    }

    /** What was checked, and what came of it. */
    String summary(Verification verification) {
        return "checked " + Amounts.count(verification.logs(), "log") + ", "
                + Amounts.count(verification.commits(), "commit") + ", "
                + Amounts.count(verification.events(), "event") + ", "
                + Amounts.count(verification.aggregates(), "aggregate") + ", "
                + Amounts.count(verification.keys(), "key") + ", "
                + Amounts.count(verification.documents(), "state document") + ": "
                + outcome(verification.findings());
    }

    private String outcome(long findings) {
        if (findings == 0) {
            return "nothing is wrong";
        }
        String wrong = findings == 1 ? "1 thing is wrong" : Amounts.count(findings) + " things are wrong";
        return findings > limit ? wrong + ", of which the first " + Amounts.count(limit) + " are listed" : wrong;
    }
}
