package dev.indelible.cli.verify;

import java.util.Locale;

/// A report in plain words, a finding a line. Whoever prints it makes it safe for where it goes.
public final class ReportText {
    private ReportText() {}

    /// The line of a finding.
    public static String line(Finding finding) {
        String mark =
                switch (finding.mark()) {
                    case GOOD -> "✓";
                    case NOTE -> "·";
                    case BAD -> "✗";
                };
        return "%s %s: %s".formatted(mark, finding.place(), finding.text());
    }

    /// The mark as JSON names it.
    public static String label(Finding.Mark mark) {
        return mark.name().toLowerCase(Locale.ROOT);
    }
}
