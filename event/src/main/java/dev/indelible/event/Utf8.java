package dev.indelible.event;

/// What UTF-8 is made of: RFC 3629, section 4. Stateless.
final class Utf8 {
    private Utf8() {}

    /// The length of the well-formed sequence that begins at `at` with a byte above ASCII; 0 if
    /// there is none.
    static int sequenceBytes(byte[] source, int at, int end) {
        int first = source[at] & 0xff;
        if (first >= 0xc2 && first <= 0xdf && tail(source, at + 1, end, 0x80, 0xbf)) {
            return 2;
        }
        if (first >= 0xe0 && first <= 0xef) {
            int low = first == 0xe0 ? 0xa0 : 0x80;
            int high = first == 0xed ? 0x9f : 0xbf;
            if (tail(source, at + 1, end, low, high) && tail(source, at + 2, end, 0x80, 0xbf)) {
                return 3;
            }
        }
        if (first >= 0xf0 && first <= 0xf4) {
            int low = first == 0xf0 ? 0x90 : 0x80;
            int high = first == 0xf4 ? 0x8f : 0xbf;
            if (tail(source, at + 1, end, low, high)
                    && tail(source, at + 2, end, 0x80, 0xbf)
                    && tail(source, at + 3, end, 0x80, 0xbf)) {
                return 4;
            }
        }
        return 0;
    }

    private static boolean tail(byte[] source, int at, int end, int low, int high) {
        if (at >= end) {
            return false;
        }
        int b = source[at] & 0xff;
        return b >= low && b <= high;
    }
}
