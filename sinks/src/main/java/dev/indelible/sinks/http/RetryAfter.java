package dev.indelible.sinks.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The `Retry-After` header (RFC 9110, section 10.2.3): seconds, or a date. As the receiver said
/// it; the engine sets bounds to it.
final class RetryAfter {
    private RetryAfter() {}

    /// The pause that a header asks for.
    ///
    /// @return empty for what is neither; zero for a date that is past
    static Optional<Duration> parse(String value, Instant now) {
        String text = value.strip();
        if (text.matches("\\d{1,18}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        if (text.matches("\\d+")) {
            return Optional.of(Duration.ofSeconds(Long.MAX_VALUE));
        }
        try {
            Instant date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            return Optional.of(date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
