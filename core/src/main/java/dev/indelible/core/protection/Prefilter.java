package dev.indelible.core.protection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/* Nearly all events hold no secret, and all of them pass here. So one pass over the bytes looks for
 * the signs of all rules and for card numbers at once, eight bytes at a time. It branches rarely: to
 * guess wrongly where it goes on costs a processor more than to look eight bytes up.
 *
 * Of each byte five bits count, by which capital letters are small ones. Each two bytes are an index
 * into a table, which says what they begin and what they end: the three bytes with which a sign
 * begins are the two that begin it and the first of the next two, or the last of two and the next
 * two. The table has a bit for each group of signs in each of these four ways, and where two bytes
 * begin what the next two end there may be a sign. Groups are by first letters, so that little else
 * is taken for one. What is, and digits that are letters by five bits, are then told from signs by
 * comparing with bit 5 set, which confuses few characters: all that is wrong in one direction only.
 *
 * A letter in disguise may be part of a name, so what has one is looked at.
 *
 * The digits of a card number stand beside each other, but for blanks, dots and dashes, and there are
 * 14 at least. So the first seven of some eight bytes are all of it; in ASCII none is behind '9'. */

/// Tells at little cost whether the bytes of a part may hold a secret. Immutable; any thread.
final class Prefilter {
    static final int SIGN_CHARS_MIN = 3;

    private static final int TABLE_BITS = 10;
    private static final int MULTIPLIER = 0x9E3779B1;
    private static final int CASE_BIT = 0x20;
    private static final int URL_USER_BYTES_MAX = 512;

    private static final int CODE_BITS = 5;
    private static final int CODE = (1 << CODE_BITS) - 1;
    private static final int GROUPS = 16;

    private static final byte[][] NONE = {};

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;
    private static final long CODES = CODE * EACH;

    /// Added to bytes makes 0x40 or more of those behind '9'.
    private static final long BEHIND_NINE = (0x40 - ('9' + 1)) * EACH;

    /// The bits by which the first seven are told then.
    private static final long SEVEN_BEHIND_NINE = 0x00c0_c0c0_c0c0_c0c0L;

    /// By five bits of two bytes: what they end, as much for signs at odd places, what they begin,
    /// as much for signs at odd places; each a bit for each group.
    private final long[] pairs = new long[1 << 2 * CODE_BITS];

    /// By a hash of their first three bytes.
    private final byte[][][] signs = new byte[1 << TABLE_BITS][][];

    private final Optional<CardNumbers> cards;
    private final boolean always;

    /// @param texts of which at least one is in every part that holds a secret
    /// @param cards what digits count too, if any
    /// @param always whether every part may
    Prefilter(List<String> texts, Optional<CardNumbers> cards, boolean always) {
        this.cards = cards;
        this.always = always;
        Arrays.fill(signs, NONE);
        var firsts = new TreeSet<Integer>();
        texts.forEach(text -> firsts.add(text.charAt(0) & CODE));
        for (String text : texts) {
            byte[] sign = text.toLowerCase(Locale.ROOT).getBytes(US_ASCII);
            for (int i = 0; i < sign.length; i++) {
                sign[i] |= CASE_BIT;
            }
            if (sign.length < SIGN_CHARS_MIN || isJoint(text.charAt(0))) {
                // Joints are passed over, so a sign that begins with one would cost too much.
                throw new IllegalArgumentException("no sign: '%s'".formatted(text));
            }
            int slot = slot(sign, 0);
            signs[slot] = Arrays.copyOf(signs[slot], signs[slot].length + 1);
            signs[slot][signs[slot].length - 1] = sign;
            add(sign, firsts.headSet(sign[0] & CODE).size() * GROUPS / firsts.size());
        }
    }

    private void add(byte[] sign, int group) {
        long even = 1L << group;
        long odd = even << GROUPS;
        pairs[index(sign[0], sign[1])] |= even << Integer.SIZE;
        pairs[index(sign[1], sign[2])] |= odd;
        for (int any = 0; any < 0x80; any++) {
            pairs[index(any, sign[0])] |= odd << Integer.SIZE;
            if (sign.length == SIGN_CHARS_MIN || isJoint(any) || any == sign[SIGN_CHARS_MIN]) {
                pairs[index(sign[2], any)] |= even;
            }
        }
    }

    /// As the bytes of a word are folded: one code of the two is mixed with itself.
    private static int index(int first, int second) {
        int codes = first & CODE | (second & CODE) << Byte.SIZE;
        return (codes ^ codes >>> Byte.SIZE - CODE_BITS) & (1 << 2 * CODE_BITS) - 1;
    }

    private static int slot(byte[] bytes, int from) {
        int three =
                folded(bytes[from]) << 16 | folded(bytes[from + 1]) << 8 | folded(bytes[from + 2]);
        return three * MULTIPLIER >>> Integer.SIZE - TABLE_BITS;
    }

    private static int folded(byte b) {
        return (b | CASE_BIT) & 0xff;
    }

    /// Whether a character may stand between the words of a name.
    static boolean isJoint(int c) {
        return c == '-' || c == '_' || c == '.' || c == ' ';
    }

    /// Whether what stands there may hold a secret, whatever stands around it.
    boolean mayHold(byte[] part, int from, int to) {
        return always || holds(part, from, to);
    }

    private boolean holds(byte[] part, int from, int to) {
        long[] table = pairs;
        int mask = table.length - 1;
        long before = 0;
        int numberEnd = from;
        for (int i = from; i < to; i += Long.BYTES) {
            long word = word(part, i, to);
            long codes = word & CODES;
            codes ^= codes >>> Byte.SIZE - CODE_BITS;
            long first = table[(int) codes & mask];
            long second = table[(int) (codes >>> 16) & mask];
            long third = table[(int) (codes >>> 32) & mask];
            long fourth = table[(int) (codes >>> 48) & mask];
            long beginnings =
                    before >>> Integer.SIZE & first
                            | first >>> Integer.SIZE & second
                            | second >>> Integer.SIZE & third
                            | third >>> Integer.SIZE & fourth;
            before = fourth;
            if (beginnings != 0 && hasSign(part, Math.max(from, i - 2), i + 6, to)) {
                return true;
            }
            // Less than 0 where none of the seven is behind it.
            long few = (word + BEHIND_NINE & SEVEN_BEHIND_NINE) - 1;
            long others = word & HIGH;
            if (few < 0 || others != 0) {
                if (others != 0
                        && Letters.mayBeDisguised(word)
                        && hasDisguised(part, Math.max(from, i - 1), Math.min(i + 8, to))) {
                    return true;
                }
                // Of any eight bytes of a card number four are digits.
                if (i >= numberEnd && Long.bitCount(others) <= 4 && isNumber(part, from, to, i)) {
                    numberEnd = numberEnd(part, i, to);
                    if (isCard(part, numberStart(part, from, i), numberEnd)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /// The eight bytes from there; behind the last of them there are zeros.
    private static long word(byte[] part, int from, int to) {
        if (from <= to - Long.BYTES) {
            return (long) WORD.get(part, from);
        }
        if (to >= Long.BYTES) {
            return (long) WORD.get(part, to - Long.BYTES) >>> (from - to) * Byte.SIZE;
        }
        long word = 0;
        for (int i = to - 1; i >= from; i--) {
            word = word << Byte.SIZE | part[i] & 0xff;
        }
        return word;
    }

    private boolean hasSign(byte[] part, int from, int end, int to) {
        for (int i = from; i < end && i + SIGN_CHARS_MIN <= to; i++) {
            for (byte[] sign : signs[slot(part, i)]) {
                if (isAt(part, i, to, sign)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasDisguised(byte[] part, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Letters.isDisguised(part, i)) {
                return true;
            }
        }
        return false;
    }

    /// Whether there are as many bytes as a card number has that may be of one, here and before.
    private boolean isNumber(byte[] part, int from, int to, int at) {
        long others = others(word(part, at, to));
        if (others << Byte.SIZE != 0 || cards.isEmpty()) {
            return false;
        }
        long before = at > from ? word(part, at - Long.BYTES, to) : 0;
        long after = at + Long.BYTES < to ? word(part, at + Long.BYTES, to) : 0;
        int more = Long.numberOfTrailingZeros(others(after));
        int bits =
                Long.numberOfLeadingZeros(others(before))
                        + Long.numberOfTrailingZeros(others)
                        + (others == 0 ? more : 0);
        return bits >= CardNumbers.DIGITS_MIN * Byte.SIZE;
    }

    /// The highest bit of each byte that is of no number, as [CardNumbers#isOfNumber] says, but for
    /// slashes and what is no ASCII.
    private static long others(long word) {
        long low = word & ~HIGH;
        long fromDash = low + (0x80 - '-') * EACH;
        long behindNine = low + (0x80 - ('9' + 1)) * EACH;
        long noBlank = (low ^ ' ' * EACH) + 0x7f * EACH;
        long noSeparator = ((low | ' ' * EACH) ^ 0x62 * EACH) + 0x7f * EACH;
        long ascii = noBlank & ~(fromDash & ~behindNine) & ~word;
        return (ascii | word & word << 1 & noSeparator) & HIGH;
    }

    private static int numberStart(byte[] part, int from, int at) {
        int start = at;
        while (start > from && CardNumbers.isOfNumber(part[start - 1])) {
            start--;
        }
        return start;
    }

    private static int numberEnd(byte[] part, int at, int to) {
        int end = at;
        while (end < to && CardNumbers.isOfNumber(part[end])) {
            end++;
        }
        return end;
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

    private static boolean isAt(byte[] part, int from, int to, byte[] sign) {
        int at = from;
        for (byte b : sign) {
            while (at < to && (part[at] | CASE_BIT) != b && isJoint(part[at])) {
                at++;
            }
            if (at == to || (part[at++] | CASE_BIT) != b) {
                return false;
            }
        }
        return sign[0] != ':' || sign[1] != '/' || hasUser(part, at, to);
    }

    /// URLs are everywhere; those with a user or what is no port are not.
    private static boolean hasUser(byte[] part, int from, int to) {
        int end = Math.min(to, from + URL_USER_BYTES_MAX);
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
