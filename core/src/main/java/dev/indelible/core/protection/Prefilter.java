package dev.indelible.core.protection;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/* Nearly all events hold no secret, and all of them pass here. So one pass over the bytes looks for
 * the signs of all rules at once: the last three bytes are an index into a table, and only where it
 * has an entry are the signs that begin so compared. Bytes are compared with bit 5 set, which takes
 * capital letters for small ones and confuses a few others: that is wrong in one direction only. */

/// Tells at little cost whether the bytes of a part may hold a secret. Immutable; any thread.
final class Prefilter {
    static final int SIGN_CHARS_MIN = 3;

    private static final int TABLE_BITS = 13;
    private static final int MULTIPLIER = 0x9E3779B1;
    private static final int CASE_BIT = 0x20;
    private static final int URL_USER_BYTES_MAX = 512;

    private final byte[] table = new byte[1 << TABLE_BITS];
    private final List<byte[][]> signs = new ArrayList<>();
    private final int digitsMin;
    private final boolean always;

    /// @param texts of which at least one is in every part that holds a secret
    /// @param digitsMin that so many digits do, with blanks and dashes between them, too
    /// @param always whether every part may
    Prefilter(List<String> texts, int digitsMin, boolean always) {
        this.digitsMin = digitsMin;
        this.always = always;
        signs.add(new byte[0][]);
        for (String text : texts) {
            byte[] sign = text.toLowerCase(Locale.ROOT).getBytes(US_ASCII);
            for (int i = 0; i < sign.length; i++) {
                sign[i] |= CASE_BIT;
            }
            if (sign.length < SIGN_CHARS_MIN || isJoint(text.charAt(0))) {
                // Joints are passed over, so a sign that begins with one would cost too much.
                throw new IllegalArgumentException("no sign: '%s'".formatted(text));
            }
            int slot = slot(sign[0] << 16 | sign[1] << 8 | sign[2]);
            if (table[slot] == 0) {
                table[slot] = (byte) signs.size();
                signs.add(new byte[0][]);
            }
            byte[][] before = signs.get(table[slot]);
            byte[][] more = Arrays.copyOf(before, before.length + 1);
            more[before.length] = sign;
            signs.set(table[slot], more);
        }
        if (signs.size() > Byte.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "rules have at most %d signs that begin differently"
                            .formatted(Byte.MAX_VALUE - 1));
        }
    }

    private static int slot(int three) {
        return three * MULTIPLIER >>> 32 - TABLE_BITS;
    }

    /// Whether a character may stand between the words of a name.
    static boolean isJoint(int c) {
        return c == '-' || c == '_' || c == '.' || c == ' ';
    }

    boolean mayHold(byte[] part, int from, int to) {
        if (always) {
            return true;
        }
        int three = 0;
        int digits = 0;
        for (int i = from; i < to; i++) {
            int b = part[i] | CASE_BIT;
            three = (three << 8 | b & 0xff) & 0xffffff;
            byte bucket = table[slot(three)];
            if (bucket != 0 && isSign(part, i - 2, bucket)) {
                return true;
            }
            if (b >= '0' && b <= '9') {
                if (++digits == digitsMin) {
                    return true;
                }
            } else if (b != ' ' && b != '-') {
                digits = 0;
            }
        }
        return false;
    }

    private boolean isSign(byte[] part, int from, byte bucket) {
        for (byte[] sign : signs.get(bucket)) {
            if (from >= 0 && isAt(part, from, sign)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(byte[] part, int from, byte[] sign) {
        if (sign[0] == ':' && sign[1] == '/') {
            return hasUser(part, from + sign.length);
        }
        int at = from;
        for (byte b : sign) {
            while (at < part.length && (part[at] | CASE_BIT) != b && isJoint(part[at])) {
                at++;
            }
            if (at == part.length || (part[at++] | CASE_BIT) != b) {
                return false;
            }
        }
        return true;
    }

    /// URLs are everywhere; those with a user are not.
    private static boolean hasUser(byte[] part, int from) {
        int end = Math.min(part.length, from + URL_USER_BYTES_MAX);
        for (int i = from;
                i < end && part[i] != '/' && part[i] != '"' && (part[i] & 0xff) > ' ';
                i++) {
            if (part[i] == '@') {
                return true;
            }
        }
        return false;
    }
}
