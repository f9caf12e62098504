package dev.indelible.core.protection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/* Nearly all events hold no secret, and all of them pass here. So one pass over the bytes looks for
 * the signs of all rules at once: of each two bytes, whether any sign begins with them or has them
 * behind its first; only there the last three bytes are an index into a table, and only where it has
 * an entry are the signs that begin so compared. Bytes are compared with bit 5 set, which takes
 * capital letters for small ones and confuses a few others: that is wrong in one direction only.
 *
 * A letter in disguise may be part of a name, so what has one is looked at.
 *
 * Digits of card numbers stand beside each other, but for blanks, dots and dashes. So every 14th byte is
 * looked at, and only where it may belong to one what stands around it. */

/// Tells at little cost whether the bytes of a part may hold a secret. Immutable; any thread.
final class Prefilter {
    static final int SIGN_CHARS_MIN = 3;

    private static final int TABLE_BITS = 13;
    private static final int MULTIPLIER = 0x9E3779B1;
    private static final int CASE_BIT = 0x20;
    private static final int URL_USER_BYTES_MAX = 512;

    private static final VarHandle PAIR =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /// A bit for each two bytes.
    private final long[] pairs = new long[1 << 10];

    private final byte[] table = new byte[1 << TABLE_BITS];
    private final List<byte[][]> signs = new ArrayList<>();
    private final Optional<CardNumbers> cards;
    private final boolean always;

    /// @param texts of which at least one is in every part that holds a secret
    /// @param cards what digits count too, if any
    /// @param always whether every part may
    Prefilter(List<String> texts, Optional<CardNumbers> cards, boolean always) {
        this.cards = cards;
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
            addPair(sign[0], sign[1]);
            addPair(sign[1], sign[2]);
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
        if (!texts.isEmpty()) {
            addDisguised();
        }
        if (signs.size() > Byte.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "rules have at most %d signs that begin differently"
                            .formatted(Byte.MAX_VALUE - 1));
        }
    }

    /// Any two bytes that a letter in disguise begins with or has behind its first.
    private void addDisguised() {
        for (int c = 0x80; c <= Letters.DISGUISED_MAX; c++) {
            if (!Letters.isDisguised(c)) {
                continue;
            }
            byte[] letter = Character.toString(c).getBytes(UTF_8);
            addExactPair(letter[0] & 0xff, letter[1] & 0xff);
            if (letter.length > 2) {
                addExactPair(letter[1] & 0xff, letter[2] & 0xff);
                continue;
            }
            for (int next = 0; next <= 0xff; next++) {
                addExactPair(letter[1] & 0xff, next);
            }
        }
    }

    private void addExactPair(int first, int second) {
        int pair = first | second << 8;
        pairs[pair >>> 6] |= 1L << pair;
    }

    private void addPair(byte first, byte second) {
        for (int one : new int[] {first, first & ~CASE_BIT}) {
            for (int other : new int[] {second, second & ~CASE_BIT}) {
                int pair = one | other << 8;
                pairs[pair >>> 6] |= 1L << pair;
            }
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
        return always || hasSign(part, from, to) || (cards.isPresent() && hasCard(part, from, to));
    }

    private boolean hasSign(byte[] part, int from, int to) {
        long[] bits = pairs;
        for (int i = from; i + 1 < to; i += 2) {
            int pair = (short) PAIR.get(part, i) & 0xffff;
            if ((bits[pair >>> 6] >>> pair & 1) != 0
                    && (isSign(part, i) || (i > from && isSign(part, i - 1)))) {
                return true;
            }
        }
        return false;
    }

    private boolean hasCard(byte[] part, int from, int to) {
        int step = CardNumbers.DIGITS_MIN;
        for (int i = from + step - 1; i < to; i += step) {
            if (!CardNumbers.isOfNumber(part[i])) {
                continue;
            }
            int start = i;
            while (start > from && CardNumbers.isOfNumber(part[start - 1])) {
                start--;
            }
            int end = i + 1;
            while (end < to && CardNumbers.isOfNumber(part[end])) {
                end++;
            }
            if (end - start >= step && isCard(part, start, end)) {
                return true;
            }
            i = end;
        }
        return false;
    }

    /// Without what stands around them, which could only say that they are none.
    private boolean isCard(byte[] part, int from, int to) {
        int digits = 0;
        for (int i = from; i < to; i++) {
            digits += part[i] >= '0' && part[i] <= '9' ? 1 : 0;
        }
        if (digits < CardNumbers.DIGITS_MIN) {
            return false;
        }
        var found = new AtomicBoolean();
        cards.orElseThrow()
                .find(new String(part, from, to - from, UTF_8), (_, _) -> found.set(true));
        return found.get();
    }

    private boolean isSign(byte[] part, int from) {
        if (part[from] < 0) {
            return Letters.isDisguised(part, from);
        }
        if (from + 2 >= part.length) {
            return false;
        }
        int three = folded(part[from]) << 16 | folded(part[from + 1]) << 8 | folded(part[from + 2]);
        byte bucket = table[slot(three)];
        if (bucket == 0) {
            return false;
        }
        for (byte[] sign : signs.get(bucket)) {
            if (isAt(part, from, sign)) {
                return true;
            }
        }
        return false;
    }

    private static int folded(byte b) {
        return (b | CASE_BIT) & 0xff;
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

    /// URLs are everywhere; those with a user or what is no port are not.
    private static boolean hasUser(byte[] part, int from) {
        int end = Math.min(part.length, from + URL_USER_BYTES_MAX);
        int colon = end;
        for (int i = from; i < end && part[i] != '"' && (part[i] & 0xff) > ' '; i++) {
            if (part[i] == '@') {
                return true;
            }
            if (part[i] == ':') {
                colon = i;
            } else if (part[i] == '/' || part[i] == '?' || part[i] == '#') {
                return colon < i && !isPort(part, colon + 1, i);
            }
        }
        return false;
    }

    private static boolean isPort(byte[] part, int from, int to) {
        for (int i = from; i < to; i++) {
            if (part[i] < '0' || part[i] > '9') {
                return false;
            }
        }
        return true;
    }
}
