package dev.indelible.cli.verify;

import java.util.ArrayList;
import java.util.List;

/// Everything a check found, in the order in which it looked. For one thread.
public final class Report {
    private final List<Finding> findings = new ArrayList<>();

    Report() {}

    void good(String place, String text) {
        findings.add(new Finding(Finding.Mark.GOOD, place, text));
    }

    void note(String place, String text) {
        findings.add(new Finding(Finding.Mark.NOTE, place, text));
    }

    void bad(String place, String text) {
        findings.add(new Finding(Finding.Mark.BAD, place, text));
    }

    /// Runs a check that may end early, which is a finding too.
    static Report of(Check check) {
        var report = new Report();
        try {
            check.run(report);
        } catch (RefusedException e) {
            report.findings.add(e.finding());
        }
        return report;
    }

    /// What was found, in order.
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /// Whether something was checked and nothing was bad.
    public boolean isVerified() {
        return !findings.isEmpty()
                && findings.stream().noneMatch(found -> found.mark() == Finding.Mark.BAD);
    }

    /// A check, which writes down what it finds.
    @FunctionalInterface
    interface Check {
        void run(Report report);
    }
}
