package dev.indelible.formats;

import dev.indelible.event.EventIds;
import java.util.Optional;
import java.util.UUID;

/// Event ids from the ids of other systems. Stateless; any thread.
///
/// A foreign id that is a UUID is the event's id. Any other gives the name-based UUIDv8 of the
/// format and the foreign id ([EventIds#named]). The same foreign id so names the same event
/// whenever and wherever it arrives.
public final class ForeignId {
    /// Systems make ids of 72 bits or more; Okta's and GitHub's have 20 and more characters.
    private static final int CREDIBLE_CHARS_MIN = 12;

    private ForeignId() {}

    /// The event id for a foreign id that alone names the event.
    ///
    /// @param format the format's name, such as `okta`
    public static UUID of(String format, String foreignId) {
        return isUuid(foreignId) ? UUID.fromString(foreignId) : named(format, foreignId);
    }

    /// The event id for a value that should be one. Empty if it is too short to be one: examples,
    /// counters and masked ids are shared by many events, and all but one of those would be lost.
    static Optional<UUID> credible(String format, Node foreignId) {
        boolean isLong = foreignId.text().strip().length() >= CREDIBLE_CHARS_MIN;
        return foreignId.isText() && isLong
                ? Optional.of(of(format, foreignId.text()))
                : Optional.empty();
    }

    /// The UUIDv8 for a foreign name, also where the name is a UUID itself.
    ///
    /// @param format the format's name, such as `kubernetes`
    public static UUID named(String format, String foreignName) {
        return EventIds.named(format, foreignName);
    }

    /// Whether it is a UUID in the usual 36 characters, in either case; not the nil UUID, which
    /// systems send where they have no id.
    static boolean isUuid(String text) {
        if (text.length() != 36 || text.equals("00000000-0000-0000-0000-000000000000")) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            char c = text.charAt(i);
            if (dash ? c != '-' : c > 'f' || Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
