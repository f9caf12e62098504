package dev.indelible.server.config;

import dev.indelible.core.protection.MemberPath;
import dev.indelible.core.search.IpRange;
import dev.indelible.core.search.Spelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads values by key and remembers which keys were asked for, so that a misspelt one is an error.
final class SettingsReader {
    private final Map<String, String> values;
    private final Map<String, String> variables;
    private final TreeSet<String> unread;
    private final TreeSet<String> known = new TreeSet<>();

    /// @param values by key
    /// @param variables which of them come from the environment, and by which name, by key
    SettingsReader(Map<String, String> values, Map<String, String> variables) {
        this.values = Map.copyOf(values);
        this.variables = Map.copyOf(variables);
        this.unread = new TreeSet<>(values.keySet());
    }

    Optional<String> text(Setting setting) {
        return text(setting.key(), setting);
    }

    /// Of one issuer.
    Optional<String> text(Setting setting, String issuer) {
        return text(setting.key(issuer), setting);
    }

    private Optional<String> text(String key, Setting setting) {
        unread.remove(key);
        known.add(key);
        return Optional.ofNullable(values.get(key))
                .filter(value -> !value.isBlank())
                .or(setting::fallback);
    }

    /// One that has a default value.
    String required(Setting setting) {
        return text(setting).orElseThrow();
    }

    /// One of the constants of this one's kind, in small letters.
    <E extends Enum<E>> E choice(Setting setting, Class<E> kind) {
        String text = required(setting);
        var labels = new ArrayList<String>();
        for (E constant : kind.getEnumConstants()) {
            String label = constant.name().toLowerCase(Locale.ROOT);
            if (label.equals(text.strip())) {
                return constant;
            }
            labels.add(label);
        }
        throw new IllegalArgumentException(
                "%s is one of %s, not '%s'"
                        .formatted(setting.key(), String.join(", ", labels), text));
    }

    /// A whole number, or the smallest where there is none.
    int integer(Setting setting, int min, int max) {
        Optional<String> text = text(setting);
        if (text.isEmpty()) {
            return min;
        }
        try {
            int value = Integer.parseInt(text.get().strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, as for a number out of range.
        }
        throw new IllegalArgumentException(
                "%s is a whole number from %d to %d, not '%s'"
                        .formatted(setting.key(), min, max, text.get()));
    }

    /// A size in bytes, or 0 where there is none or it is 0, which takes away one of the file.
    long bytes(Setting setting) {
        Optional<String> text = text(setting);
        if (text.isEmpty() || text.get().strip().equals("0")) {
            return 0;
        }
        var matcher = Pattern.compile("(\\d{1,9})(KiB|MiB|GiB)").matcher(text.get().strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "%s is a size such as 64MiB, in KiB, MiB or GiB, not '%s'"
                            .formatted(setting.key(), text.get()));
        }
        int shift =
                switch (matcher.group(2)) {
                    case "KiB" -> 10;
                    case "MiB" -> 20;
                    default -> 30;
                };
        return Long.parseLong(matcher.group(1)) << shift;
    }

    /// A size in bytes, not nothing.
    ///
    /// @param maxGib the most, in GiB
    long size(Setting setting, int maxGib) {
        long bytes = bytes(setting);
        if (bytes < 1 || bytes > (long) maxGib << 30) {
            throw new IllegalArgumentException(
                    "%s is a size from 1KiB to %dGiB, such as 64MiB, not '%s'"
                            .formatted(setting.key(), maxGib, required(setting)));
        }
        return bytes;
    }

    List<IpRange> ranges(Setting setting) {
        return text(setting).stream()
                .flatMap(all -> Arrays.stream(all.split(",", -1)))
                .map(String::strip)
                .map(range -> IpRange.parse(range).orElseThrow(() -> noRange(setting, range)))
                .toList();
    }

    List<MemberPath> paths(Setting setting) {
        return text(setting).stream()
                .flatMap(all -> Arrays.stream(all.split(",", -1)))
                .map(path -> MemberPath.of(path.strip()))
                .toList();
    }

    /// As browsers write them: scheme and host, small, perhaps a port, no path.
    Set<String> origins(Setting setting) {
        var origins = new TreeSet<String>();
        for (String one : text(setting).map(all -> all.split(",", -1)).orElse(new String[0])) {
            String origin = one.strip();
            if (!origin.matches("https?://[a-z0-9.-]+(:\\d{1,5})?")) {
                throw new IllegalArgumentException(
                        "%s has origins such as https://app.example.com, not '%s'"
                                .formatted(setting.key(), origin));
            }
            origins.add(origin);
        }
        return origins;
    }

    private static IllegalArgumentException noRange(Setting setting, String range) {
        return new IllegalArgumentException(
                "%s has ranges such as 10.0.0.0/8, not '%s'".formatted(setting.key(), range));
    }

    void refuseUnread() {
        if (!unread.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown settings: %s; known are: %s"
                            .formatted(
                                    unread.stream()
                                            .map(this::asGiven)
                                            .sorted()
                                            .collect(Collectors.joining(", ")),
                                    String.join(", ", known)));
        }
    }

    /// A key that is not known as whoever gave it wrote it, and what may be meant, likewise.
    private String asGiven(String key) {
        Optional<String> variable = Optional.ofNullable(variables.get(key));
        return variable.orElse(key)
                + Spelling.nearest(key, known)
                        .map(near -> variable.isPresent() ? Setting.variable(near) : near)
                        .map(" (did you mean %s?)"::formatted)
                        .orElse("");
    }
}
