package dev.indelible.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// The steps that every event goes through, under JMH in a process of its own, with what they
/// allocate. A step is a method of a class `*Benchmark` here.
final class HotPath {
    /// The system property that names the folder for files.
    static final String FOLDER = "indelible.benchmarks.folder";

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private HotPath() {}

    /// A step's cost per event.
    ///
    /// @param nanos in the mean
    /// @param error half the width of its confidence interval of 99.9 %
    /// @param allocatedBytes of the heap
    /// @param run when the run began that measured it, RFC 3339
    record Step(String name, double nanos, double error, double allocatedBytes, String run) {}

    /// Makes a folder in that one.
    static Path newFolder(String prefix) {
        try {
            return Files.createTempDirectory(Path.of(System.getProperty(FOLDER)), prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Measures all.
    ///
    /// @param folder for files
    static List<Step> run(Plan plan, Path folder, String run) throws IOException {
        boolean isFull = plan.effort() == Plan.Effort.FULL;
        var options =
                new OptionsBuilder()
                        .include("^" + HotPath.class.getPackageName() + "\\.\\w+Benchmark\\.")
                        .forks(1)
                        .warmupTime(TimeValue.milliseconds(plan.roundMillis()))
                        .measurementTime(TimeValue.milliseconds(plan.roundMillis()))
                        .jvmArgs(
                                "-Xmx2g",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-D" + FOLDER + "=" + folder)
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true);
        if (!isFull) {
            options.warmupIterations(1).measurementIterations(1);
        }
        try {
            return steps(new Runner(options.build()).run(), run);
        } catch (RunnerException e) {
            throw new IOException("JMH fails: " + e.getMessage(), e);
        }
    }

    private static List<Step> steps(Collection<RunResult> results, String run) {
        var steps = new ArrayList<Step>();
        for (RunResult result : results) {
            String[] name = result.getParams().getBenchmark().split("\\.", -1);
            String type = name[name.length - 2].replace("Benchmark", "").toLowerCase(Locale.ROOT);
            var allocated = result.getSecondaryResults().get(ALLOCATED);
            double error = result.getPrimaryResult().getScoreError();
            steps.add(
                    new Step(
                            type + ": " + name[name.length - 1],
                            result.getPrimaryResult().getScore(),
                            Double.isNaN(error) ? 0 : error,
                            allocated == null ? 0 : allocated.getScore(),
                            run));
        }
        return steps;
    }
}
