package dev.indelible.core.protection;

/// Letters that look like others, or like nothing: full-width forms, and characters without width.
/// With them `password` is written so that nobody sees a difference.
final class Letters {
    private static final int WIDE_FROM = 0xff01;
    private static final int WIDE_TO = 0xff5e;
    private static final int WIDE_DISTANCE = 0xfee0;

    private Letters() {}

    /// This character, or the ASCII one that it is a full-width form of.
    static char narrow(char c) {
        return c >= WIDE_FROM && c <= WIDE_TO ? (char) (c - WIDE_DISTANCE) : c;
    }

    /// Whether nothing is seen of a character.
    static boolean isUnseen(char c) {
        return c == 0xad
                || (c >= 0x200b && c <= 0x200f)
                || (c >= 0x2060 && c <= 0x2064)
                || c == 0xfeff;
    }

    /// Whether one of these begins here, written in UTF-8.
    static boolean isDisguised(byte[] text, int from) {
        if (from + 1 >= text.length) {
            return false;
        }
        int two = (text[from] & 0xff) << 8 | (text[from + 1] & 0xff);
        if (two == 0xc2ad) {
            return true;
        }
        if (from + 2 >= text.length) {
            return false;
        }
        int last = text[from + 2] & 0xff;
        return switch (two) {
            case 0xefbc -> last >= 0xa1 && last <= 0xba;
            case 0xefbd -> last >= 0x81 && last <= 0x9a;
            case 0xe280 -> last >= 0x8b && last <= 0x8f;
            case 0xe281 -> last >= 0xa0 && last <= 0xa4;
            case 0xefbb -> last == 0xbf;
            default -> false;
        };
    }
}
