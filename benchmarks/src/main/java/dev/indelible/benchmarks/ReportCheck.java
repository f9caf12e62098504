package dev.indelible.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Whether a report has what a reader looks for, and nothing of the machine it was written on.
final class ReportCheck {
    private ReportCheck() {}

    /// What is wrong with it, a sentence each.
    ///
    /// @param engines that were measured
    /// @param secret a folder that nobody wants to read about
    static List<String> faults(Path report, Collection<String> engines, Path secret)
            throws IOException {
        String page = Files.readString(report.resolve("benchmarks.md"));
        String data = Files.readString(report.resolve("benchmarks/results.json"));
        var faults = new ArrayList<String>();
        for (String heading : List.of("## Bars", "## Intake", "## Questions")) {
            expect(page.contains(heading), "the page has no '" + heading + "'", faults);
        }
        for (String engine : engines) {
            expect(page.contains("| " + engine + " |"), "no row of " + engine, faults);
            expect(
                    data.contains("\"engine\" : \"" + engine + "\""),
                    "no figure of " + engine,
                    faults);
        }
        for (String plot : List.of("intake.svg", "actor.svg", "bytes.svg")) {
            Path file = report.resolve("benchmarks").resolve(plot);
            expect(
                    Files.exists(file) && Files.readString(file).contains("<svg"),
                    "no plot " + plot,
                    faults);
        }
        expect(
                !page.contains(secret.toString()) && !data.contains(secret.toString()),
                "it names a folder of this machine",
                faults);
        return faults;
    }

    private static void expect(boolean holds, String fault, List<String> faults) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
