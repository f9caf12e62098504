package dev.indelible.server.http;

import java.util.Optional;
import java.util.OptionalLong;

/// Places in the journal as text: by the last event before them.
final class Positions {
    private static final int RADIX = 36;

    private Positions() {}

    /// The event at this position.
    static String of(long position) {
        return Long.toString(position, RADIX);
    }

    /// Where a window ends, by its last event; absent where nothing was ever received.
    static Optional<String> before(long endPosition) {
        return endPosition == 0 ? Optional.empty() : Optional.of(of(endPosition - 1));
    }

    /// The position after an event, if one is named.
    ///
    /// @param name what is said of it where it is not from here
    static OptionalLong after(String name, Optional<String> event) {
        if (event.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long position = Long.parseLong(event.get(), RADIX);
            // Not only a number, but written as it is told: without a sign and zeros before it.
            if (position >= 0 && position < Long.MAX_VALUE && of(position).equals(event.get())) {
                return OptionalLong.of(position + 1);
            }
        } catch (NumberFormatException e) {
            // Told below, as for another number.
        }
        throw new ProblemAnswer(
                400,
                "parameter-invalid",
                "%s '%s' is not from this server".formatted(name, Texts.shown(event.get())));
    }
}
