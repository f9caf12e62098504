package dev.indelible.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.journal.Entry;
import dev.indelible.event.EventReader;
import dev.indelible.formats.Cef;
import dev.indelible.formats.Ocsf;
import dev.indelible.formats.StackRoxMessage;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// How an export writes events: as they are, or as destinations get them, by the same code. Where a
/// destination counts what it gets, an export has the event's sequence.
enum ExportFormat {
    NDJSON("application/x-ndjson", "ndjson", "", "", "\n", ""),
    JSON("application/json", "json", "[", ",", "\n", "]"),
    CSV("text/csv; charset=utf-8", "csv", CsvRows.HEADER, "", "\r\n", ""),
    OCSF("application/x-ndjson", "ocsf.ndjson", "", "", "\n", ""),
    CEF("text/plain; charset=utf-8", "cef", "", "", "\n", ""),
    STACKROX("application/x-ndjson", "stackrox.ndjson", "", "", "\n", "");

    final String contentType;

    /// What the file's name ends with.
    final String extension;

    final String begin;

    /// Stands between two rows.
    final String between;

    /// Stands after each row.
    final String after;

    final String end;

    ExportFormat(
            String contentType,
            String extension,
            String begin,
            String between,
            String after,
            String end) {
        this.contentType = contentType;
        this.extension = extension;
        this.begin = begin;
        this.between = between;
        this.after = after;
        this.end = end;
    }

    /// The one of this name, which is in lower case.
    static Optional<ExportFormat> find(String label) {
        return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
    }

    static String labels() {
        return Arrays.stream(values()).map(ExportFormat::label).collect(Collectors.joining(", "));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// One event, without what stands between them. No row but that of CSV has a line feed in it.
    byte[] row(Entry entry) {
        return switch (this) {
            case NDJSON, JSON -> entry.text();
            case CSV -> CsvRows.row(entry).getBytes(UTF_8);
            case OCSF -> ocsf(entry);
            case CEF -> cef(entry);
            case STACKROX -> stackRox(entry);
        };
    }

    private static byte[] ocsf(Entry entry) {
        return Ocsf.event(
                EventReader.event(entry.parts()),
                entry.parts(),
                entry.id().toString(),
                entry.receivedMillis(),
                entry.sequence());
    }

    private static byte[] cef(Entry entry) {
        return Cef.line(
                        EventReader.event(entry.parts()),
                        entry.id().toString(),
                        entry.receivedMillis(),
                        entry.sequence(),
                        entry.sequence())
                .getBytes(UTF_8);
    }

    private static byte[] stackRox(Entry entry) {
        return StackRoxMessage.webhook(
                EventReader.event(entry.parts()), Collections.emptySortedMap());
    }
}
