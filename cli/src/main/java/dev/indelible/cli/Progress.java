package dev.indelible.cli;

import java.util.Optional;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// A bar for whoever looks at the terminal, and nothing for a pipe.
final class Progress implements LongConsumer, AutoCloseable {
    private final Optional<ProgressBar> bar;

    private Progress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    static ProgressBarStyle style() {
        return Terminal.hasColours()
                ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK
                : ProgressBarStyle.UNICODE_BLOCK;
    }

    /// A bar whose end is not known.
    static Progress counting(String task, String unit) {
        return towards(-1, task, unit);
    }

    /// A bar with an end.
    static Progress towards(long end, String task, String unit) {
        return new Progress(
                Terminal.isInteractive()
                        ? Optional.of(
                                new ProgressBarBuilder()
                                        .setTaskName(task)
                                        .setStyle(style())
                                        .setInitialMax(end)
                                        .setUnit(unit, 1)
                                        .showSpeed()
                                        .build())
                        : Optional.empty());
    }

    @Override
    public void accept(long steps) {
        bar.ifPresent(shown -> shown.stepBy(steps));
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
