package dev.indelible.core.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Letters that look like others, or like nothing: full-width forms, and what Unicode counts as
/// Default_Ignorable_Code_Point: characters that join, direct, tag or vary what stands beside them,
/// or stand for no letter. With them `password` is written so that nobody sees a difference.
final class Letters {
    private static final int WIDE_FROM = 0xff01;
    private static final int WIDE_TO = 0xff5e;
    private static final int WIDE_DISTANCE = 0xfee0;

    /// No character in disguise is behind this.
    static final int DISGUISED_MAX = 0xe0fff;

    /// Of bytes from 0xc0 on: with which of them one of these begins in UTF-8.
    private static final long FIRST_BYTES = firstBytes();

    /// A bit for each two bytes that one of these begins with or has behind its first.
    private static final long[] PAIRS = pairs();

    private Letters() {}

    private static long firstBytes() {
        long bits = 0;
        for (int c = 0x80; c <= DISGUISED_MAX; c++) {
            if (isDisguised(c)) {
                bits |= 1L << Character.toString(c).getBytes(UTF_8)[0];
            }
        }
        return bits;
    }

    private static long[] pairs() {
        long[] bits = new long[1 << 10];
        for (int c = 0x80; c <= DISGUISED_MAX; c++) {
            if (!isDisguised(c)) {
                continue;
            }
            byte[] letter = Character.toString(c).getBytes(UTF_8);
            addPair(bits, letter[0], letter[1]);
            if (letter.length > 2) {
                addPair(bits, letter[1], letter[2]);
                continue;
            }
            for (int next = 0; next <= 0xff; next++) {
                addPair(bits, letter[1], next);
            }
        }
        return bits;
    }

    private static void addPair(long[] bits, int first, int second) {
        int pair = first & 0xff | (second & 0xff) << Byte.SIZE;
        bits[pair >>> 6] |= 1L << pair;
    }

    /// Whether the second byte of one of these is of these eight, of which the first is the lowest;
    /// some others may be taken for one.
    static boolean mayBeDisguised(long eight) {
        long found = 0;
        for (int i = 0; i < Long.SIZE; i += Character.SIZE) {
            char pair = (char) (eight >>> i);
            found |= PAIRS[pair >>> 6] >>> pair;
        }
        return (found & 1) != 0;
    }

    /// This character, or the ASCII one that it is a full-width form of.
    static int narrow(int c) {
        return c >= WIDE_FROM && c <= WIDE_TO ? c - WIDE_DISTANCE : c;
    }

    /// Whether nothing is seen of a character.
    static boolean isUnseen(int c) {
        return c >= 0xad
                && (c == 0xad
                        || c == 0x34f
                        || c == 0x61c
                        || c == 0x115f
                        || c == 0x1160
                        || c == 0x17b4
                        || c == 0x17b5
                        || (c >= 0x180b && c <= 0x180f)
                        || (c >= 0x200b && c <= 0x200f)
                        || (c >= 0x202a && c <= 0x202e)
                        || (c >= 0x2060 && c <= 0x206f)
                        || c == 0x3164
                        || (c >= 0xfe00 && c <= 0xfe0f)
                        || c == 0xfeff
                        || c == 0xffa0
                        || (c >= 0xfff0 && c <= 0xfff8)
                        || (c >= 0x1bca0 && c <= 0x1bca3)
                        || (c >= 0x1d173 && c <= 0x1d17a)
                        || (c >= 0xe0000 && c <= DISGUISED_MAX));
    }

    /// Whether this is a letter as a full-width form, or nothing is seen of it.
    static boolean isDisguised(int c) {
        int narrow = narrow(c) | 0x20;
        return isUnseen(c) || (c >= WIDE_FROM && narrow >= 'a' && narrow <= 'z');
    }

    /// Whether one of these begins here, written in UTF-8.
    static boolean isDisguised(byte[] text, int from) {
        int first = text[from] & 0xff;
        if (first < 0xc0 || (FIRST_BYTES >>> first & 1) == 0) {
            return false;
        }
        int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (from + length > text.length) {
            return false;
        }
        int c = first & 0xff >> length + 1;
        for (int i = 1; i < length; i++) {
            c = c << 6 | (text[from + i] & 0x3f);
        }
        return isDisguised(c);
    }
}
