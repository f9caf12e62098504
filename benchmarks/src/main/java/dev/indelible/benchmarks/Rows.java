package dev.indelible.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Events as rows of tab-separated values, which PostgreSQL (COPY) and ClickHouse (TSV) read alike.
/// Tabs and `\` would have to be escaped; the workload has none.
final class Rows {
    /// In the order of the values.
    static final String COLUMNS =
            "id, time, organization, actor, action, operation, outcome, service, target, ip,"
                    + " request_id, description, event";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    private Rows() {}

    /// An [Prepared.Encoder].
    static void encode(Sample sample, ByteArrayOutputStream rows) {
        String[] values = values(sample);
        rows.writeBytes(String.join("\t", values).getBytes(US_ASCII));
        rows.write('\t');
        rows.writeBytes(sample.json());
        rows.write('\n');
    }

    /// All but the last, which is the event as JSON; times are of UTC.
    static String[] values(Sample sample) {
        return new String[] {
            sample.id().toString(),
            time(sample.timeMicros()),
            sample.organization(),
            sample.actor(),
            sample.action(),
            sample.operation(),
            sample.outcome(),
            sample.service(),
            sample.target(),
            sample.ip(),
            sample.requestId(),
            sample.description()
        };
    }

    private static String time(long micros) {
        int nanos = (int) Math.floorMod(micros, 1_000_000L) * 1_000;
        long seconds = Math.floorDiv(micros, 1_000_000L);
        return TIME.format(LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC));
    }
}
