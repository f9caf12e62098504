package dev.indelible.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Enum constants as JSON writes them: `ADMIN_ACTIVITY` is `admin-activity`.
final class Labels {
    private Labels() {}

    private static final Map<Enum<?>, String> KNOWN = new ConcurrentHashMap<>();

    static String of(Enum<?> constant) {
        return KNOWN.computeIfAbsent(
                constant, c -> c.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    static <E extends Enum<E>> Optional<E> find(Class<E> type, String label) {
        for (E constant : type.getEnumConstants()) {
            if (of(constant).equals(label)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    static String all(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(Labels::of)
                .collect(Collectors.joining(", "));
    }
}
