package dev.indelible.server;

import dev.indelible.core.journal.GroupCommit;
import dev.indelible.core.search.Indexing;
import dev.indelible.core.search.SearchIndex;
import dev.indelible.server.http.Health;
import dev.indelible.server.http.Metrics;
import dev.indelible.storage.file.FileJournal;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is measured of the rooms, for metrics and for health.
record Instruments(FileJournal journal, GroupCommit writer, Indexing indexing, SearchIndex index) {

    void register(Metrics metrics, Health health) {
        metrics.counter(
                "indelible.intake.accepted.events", "Events newly durable", writer::accepted);
        metrics.counter(
                "indelible.intake.duplicate.events",
                "Events recognised as sent before",
                writer::duplicates);
        metrics.counter(
                "indelible.intake.conflict.events",
                "Events refused because their id stands for another event",
                writer::conflicts);
        metrics.counter(
                "indelible.journal.appends",
                "Appends, each one write and one fsync",
                writer::groups);
        metrics.gauge(
                "indelible.journal.waiting.bytes",
                "Events waiting for the disk",
                writer::waitingBytes);
        metrics.gauge("indelible.journal.events", "Events in the journal", journal::end);
        metrics.gauge(
                "indelible.journal.quarantined.events",
                "Events that cannot be read: their bytes are damaged",
                journal::quarantined);
        metrics.gauge(
                "indelible.index.lag.entries",
                "Events durable and not yet searchable",
                indexing::lagEntries);
        metrics.gauge(
                "indelible.index.lag.seconds",
                "Since the oldest of these was received",
                indexing::lagSeconds);
        health.room("journal", this::journalReport);
        health.room("index", this::indexReport);
    }

    private Map<String, Object> journalReport() {
        var report = new LinkedHashMap<String, Object>();
        report.put("events", journal.end());
        report.put("waitingBytes", writer.waitingBytes());
        report.put("quarantinedEvents", journal.quarantined());
        return report;
    }

    private Map<String, Object> indexReport() {
        var report = new LinkedHashMap<String, Object>();
        report.put("status", indexing.failing() ? "failing" : "up");
        report.put("lagEntries", indexing.lagEntries());
        report.put("lagSeconds", indexing.lagSeconds());
        report.put("searchablePosition", index.searchablePosition());
        return report;
    }
}
