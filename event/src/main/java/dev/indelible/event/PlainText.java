package dev.indelible.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// What needs no look in a JSON string: ASCII that is no control character, no quote and no
/// backslash. Stateless; any thread.
final class PlainText {
    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long QUOTES = EACH * '"';
    private static final long BACKSLASHES = EACH * '\\';
    private static final long BLANKS = EACH * ' ';

    private PlainText() {}

    /// Passes it eight bytes at a time: what it returns is the first byte that needs a look, or one
    /// of the last seven before the end, which are for the caller. A borrow may mark bytes behind
    /// the first such byte wrongly, but the first one is always right.
    static int end(byte[] source, int from, int end) {
        int at = from;
        while (at <= end - Long.BYTES) {
            long word = (long) WORD.get(source, at);
            long quote = word ^ QUOTES;
            long backslash = word ^ BACKSLASHES;
            long stops =
                    ((quote - EACH & ~quote)
                                    | (backslash - EACH & ~backslash)
                                    | (word - BLANKS)
                                    | word)
                            & HIGH_BITS;
            if (stops != 0) {
                return at + (Long.numberOfTrailingZeros(stops) >>> 3);
            }
            at += Long.BYTES;
        }
        return at;
    }
}
