package dev.indelible.benchmarks;

/// What Indelible's `/metrics` say.
final class IndelibleMetrics {
    private IndelibleMetrics() {}

    /// Events in the journal, those of Indelible itself too.
    static double events(String metrics) {
        return value(metrics, "indelible_journal_events");
    }

    /// Entries that are durable and not yet searchable.
    static double lag(String metrics) {
        return value(metrics, "indelible_index_lag_entries");
    }

    static double value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no metric " + name));
    }
}
