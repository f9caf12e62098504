package dev.indelible.event;

import dev.indelible.event.InvalidEventException.Code;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The limits, applied.
final class Check {
    private Check() {}

    static void text(String member, @Nullable String value) {
        chars(member, value, Limits.TEXT_CHARS_MAX);
    }

    static void longText(String member, @Nullable String value) {
        chars(member, value, Limits.LONG_TEXT_CHARS_MAX);
    }

    static void chars(String member, @Nullable String value, int max) {
        if (value != null && value.length() > max) {
            throw new InvalidEventException(
                    Code.LIMIT_EXCEEDED,
                    member,
                    "%s has %d characters, at most %d are allowed"
                            .formatted(member, value.length(), max));
        }
    }

    /// A name that stands in records, paths and metrics: no control characters, not blank.
    static void scope(String member, @Nullable String value) {
        if (value == null) {
            return;
        }
        chars(member, value, Limits.SCOPE_CHARS_MAX);
        if (value.isBlank() || value.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidEventException(
                    Code.INVALID_VALUE, member, member + " is blank or has control characters");
        }
    }

    static <T> List<T> list(String member, List<T> items, int max) {
        count(member, items.size(), max);
        return List.copyOf(items);
    }

    static Map<String, String> map(String member, Map<String, String> items, int max) {
        count(member, items.size(), max);
        items.forEach((name, value) -> {
            text(member, name);
            longText(member, value);
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(items));
    }

    private static void count(String member, int count, int max) {
        if (count > max) {
            throw new InvalidEventException(
                    Code.LIMIT_EXCEEDED,
                    member,
                    "%s has %d entries, at most %d are allowed".formatted(member, count, max));
        }
    }
}
