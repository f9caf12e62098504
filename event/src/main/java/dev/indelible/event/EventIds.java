package dev.indelible.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// Names for events that came without a UUID (RFC 9562).
public final class EventIds {
    private static final String DOMAIN = "indelible-id/v1";

    private EventIds() {}

    /// A UUIDv7 (section 5.7): 48 bits of time, then random.
    ///
    /// @param randomA only the lowest 12 bits count
    /// @param randomB only the lowest 62 bits count
    public static UUID timed(long unixMillis, long randomA, long randomB) {
        return new UUID(
                unixMillis << 16 | 0x7000 | (randomA & 0xfff),
                0x8000_0000_0000_0000L | (randomB & 0x3fff_ffff_ffff_ffffL));
    }

    /// The same UUIDv8 (section 5.8) for the same words, always: the first 16 bytes of
    /// `SHA-256("indelible-id/v1" | 0x00 | word | 0x00 | word …)`, with version and variant set.
    ///
    /// @param words without NUL characters, or two lists could mean the same
    public static UUID named(String... words) {
        MessageDigest digest = sha256();
        digest.update(DOMAIN.getBytes(UTF_8));
        for (String word : words) {
            digest.update((byte) 0);
            digest.update(word.getBytes(UTF_8));
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        long high = hash.getLong();
        long low = hash.getLong();
        return new UUID(
                (high & 0xffff_ffff_ffff_0fffL) | 0x8000,
                (low & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
