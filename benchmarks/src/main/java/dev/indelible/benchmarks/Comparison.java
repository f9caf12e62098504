package dev.indelible.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// One run: engine after engine with the same events, their answers compared, and the report.
///
/// @param data the folder in which the engines keep theirs
record Comparison(Plan plan, Path data, Progress progress) {
    /// Runs it; the report is written after each engine, so that a run that fails has one too.
    ///
    /// @param makers by the name of the engine
    /// @param report the folder of the report, with the figures of earlier runs
    /// @return whether equal questions had equal answers
    boolean run(Map<String, Function<Path, Engine>> makers, Path report, Results.Run run)
            throws IOException {
        var workload = new Workload(plan.seed(), Plan.ORGANIZATIONS);
        Results results = Results.read(report.resolve("benchmarks/results.json"));
        results.add(run);
        for (Map.Entry<String, Function<Path, Engine>> maker : makers.entrySet()) {
            String name = maker.getKey();
            Path own = Folders.make(data.resolve(name.toLowerCase(Locale.ROOT)));
            var notebook = new Notebook(results, progress, run.began(), name);
            new Trial(plan, workload, maker.getValue(), own, notebook).run();
            Report.write(results, report);
        }
        if (plan.measures(Plan.Part.JMH)) {
            progress.step("the hot path under JMH, some minutes");
            results.steps(HotPath.run(plan, data, run.began()));
            results.steps().forEach(progress::step);
        }
        progress.line("%d answers compared between engines".formatted(results.compare()));
        results.differences().forEach(text -> progress.line("DIFFERENT: " + text));
        Report.write(results, report);
        progress.line("Report: " + report.resolve("benchmarks.md"));
        return results.differences().isEmpty();
    }
}
