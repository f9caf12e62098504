package dev.indelible.core.search;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// In which order events are listed.
public enum Order {
    /// By time of the event, latest first; of the same time the last received first.
    NEWEST,
    /// The reverse of [#NEWEST].
    OLDEST,
    /// As the journal took them, for pollers.
    RECEIVED;

    private static final Comparator<SearchIndex.Hit> BY_POSITION =
            Comparator.comparingLong(SearchIndex.Hit::position);
    private static final Comparator<SearchIndex.Hit> BY_TIME =
            Comparator.comparingLong(SearchIndex.Hit::timeNanos).thenComparing(BY_POSITION);
    private static final Comparator<SearchIndex.Hit> BY_TIME_REVERSED = BY_TIME.reversed();

    /// Which of two hits comes first.
    public Comparator<SearchIndex.Hit> comparator() {
        return switch (this) {
            case NEWEST -> BY_TIME_REVERSED;
            case OLDEST -> BY_TIME;
            case RECEIVED -> BY_POSITION;
        };
    }

    /// As parameters write it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The order of this label.
    public static Optional<Order> find(String label) {
        for (Order order : values()) {
            if (order.label().equals(label)) {
                return Optional.of(order);
            }
        }
        return Optional.empty();
    }
}
