package dev.indelible.benchmarks;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Tells whoever waits what happens: a bar on a terminal, and lines anywhere.
final class Progress {
    private final PrintStream out;
    private final boolean isTerminal;
    private final long began = System.nanoTime();
    private @Nullable ProgressBar bar;

    Progress(PrintStream out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /// With the time since the beginning.
    void step(String text) {
        long seconds = (System.nanoTime() - began) / 1_000_000_000L;
        out.printf("%3d:%02d %s%n", seconds / 60, seconds % 60, text);
    }

    void step(HotPath.Step step) {
        out.printf(
                "  %s: %s µs, %s B allocated%n",
                step.name(),
                Report.number(step.nanos() / 1e3),
                Report.number(step.allocatedBytes()));
    }

    void line(String text) {
        out.println(text);
    }

    void start(String text, long events) {
        if (isTerminal) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName(text)
                            .setInitialMax(events)
                            .setStyle(ProgressBarStyle.ASCII)
                            .showSpeed()
                            .build();
        } else {
            step(text);
        }
    }

    void at(long events) {
        if (bar != null) {
            bar.stepTo(events);
        }
    }

    void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    void figure(Figure figure) {
        String p99 = figure.p99() == 0 ? "" : ", p99 " + Report.number(figure.p99());
        String size = figure.events() == 0 ? "" : " (%,d)".formatted(figure.events());
        out.printf(
                "  %s%s: %s %s (%s to %s%s)%n",
                figure.measure().title(),
                size,
                Report.number(figure.median()),
                figure.measure().unit(),
                Report.number(figure.min()),
                Report.number(figure.max()),
                p99);
    }
}
