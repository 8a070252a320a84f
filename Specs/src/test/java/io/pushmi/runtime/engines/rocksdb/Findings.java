package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Finding;
import io.pushmi.runtime.storage.Verification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a verification said, and how far it said it was. */
final class Findings implements Verification.Listener {
    private final List<String> lines = new ArrayList<>();
    private final List<Long> done = new ArrayList<>();
    private boolean wasBeyondExpected;

    static Findings in(Path store) {
        Findings findings = new Findings();
        Verification verification = new ClosedStore(store, Given.MEMORY).verify(findings);
        if (verification.findings() != findings.lines.size()) {
            throw new AssertionError(verification.findings() + " findings, but told of " + findings.lines);
        }
        return findings;
    }

    List<String> lines() {
        return lines;
    }

    List<Long> done() {
        return done;
    }

    boolean wasBeyondExpected() {
        return wasBeyondExpected;
    }

    @Override
    public void found(Finding finding) {
        lines.add(finding.toString());
    }

    @Override
    public void advanced(long now, long expected) {
        done.add(now);
        wasBeyondExpected |= now > expected;
    }
}
