package dev.indelible.core.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Cursors as opaque text: where a page ended and in which window, bound to the question they
/// belong to and sealed, so that none can be made up or carried elsewhere.
///
/// `version | order | 8 end position | 8 time | 8 position | 16 bytes of HMAC-SHA-256 over these
/// and the question`, in base64url.
final class Cursors {
    private static final byte VERSION = 1;
    private static final int BODY_BYTES = 2 + 3 * Long.BYTES;
    private static final int SEAL_BYTES = 16;

    private final SecretKeySpec key;

    /// @param key 32 random bytes, the same after a restart
    Cursors(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /// Where a page ended.
    ///
    /// @param endPosition where the window of the first page ended; 0 where windows move on
    record Cursor(long endPosition, SearchIndex.Hit last) {}

    String write(Cursor cursor, Order order, String question) {
        byte[] body =
                ByteBuffer.allocate(BODY_BYTES)
                        .put(VERSION)
                        .put(code(order))
                        .putLong(cursor.endPosition())
                        .putLong(cursor.last().timeNanos())
                        .putLong(cursor.last().position())
                        .array();
        byte[] whole = Arrays.copyOf(body, BODY_BYTES + SEAL_BYTES);
        System.arraycopy(seal(body, question), 0, whole, BODY_BYTES, SEAL_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /// @throws Rejected if it is not one of ours or belongs to another question
    Cursor read(String text, Order order, String question) {
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        if (whole.length != BODY_BYTES + SEAL_BYTES || whole[0] != VERSION) {
            throw invalid();
        }
        byte[] body = Arrays.copyOf(whole, BODY_BYTES);
        byte[] seal = Arrays.copyOfRange(whole, BODY_BYTES, whole.length);
        if (!MessageDigest.isEqual(seal, seal(body, question)) || body[1] != code(order)) {
            throw invalid();
        }
        ByteBuffer values = ByteBuffer.wrap(body, 2, BODY_BYTES - 2);
        long endPosition = values.getLong();
        long timeNanos = values.getLong();
        return new Cursor(endPosition, new SearchIndex.Hit(values.getLong(), timeNanos));
    }

    private static byte code(Order order) {
        return switch (order) {
            case NEWEST -> 'n';
            case OLDEST -> 'o';
            case RECEIVED -> 'r';
        };
    }

    private byte[] seal(byte[] body, String question) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(body);
            return Arrays.copyOf(mac.doFinal(question.getBytes(UTF_8)), SEAL_BYTES);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HMAC-SHA-256", e);
        }
    }

    private static Rejected invalid() {
        return new Rejected(
                Problem.CURSOR_INVALID,
                "the cursor is not from this server or belongs to other filters or another order;"
                        + " take `next` of the page before, with the same parameters");
    }
}
