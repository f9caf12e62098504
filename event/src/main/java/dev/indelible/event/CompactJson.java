package dev.indelible.event;

import dev.indelible.event.InvalidEventException.Code;
import java.util.Arrays;

/// One pass over sent bytes: copies them without the blanks between tokens, and refuses what is not
/// UTF-8 (RFC 3629, section 4) or escapes half a surrogate pair (RFC 8259, section 8.2). Whether
/// the tokens make sense is for the parser after it.
final class CompactJson {
    private final byte[] source;
    private final int end;
    private final byte[] copy;
    private int at;
    private int copied;

    private CompactJson(byte[] source, int from, int end) {
        this.source = source;
        this.at = from;
        this.end = end;
        this.copy = new byte[end - from];
    }

    /// @throws InvalidEventException if the bytes are not UTF-8 or hold a lone surrogate
    static byte[] copy(byte[] source, int from, int end) {
        var pass = new CompactJson(source, from, end);
        pass.run();
        return pass.copied == pass.copy.length ? pass.copy : Arrays.copyOf(pass.copy, pass.copied);
    }

    private void run() {
        while (at < end) {
            byte b = source[at];
            if (b == '"') {
                string();
            } else if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
                at++;
            } else if (b >= 0) {
                copy[copied++] = b;
                at++;
            } else {
                throw new InvalidEventException(
                        Code.MALFORMED_JSON, "", "a byte outside ASCII stands outside a string");
            }
        }
    }

    private void string() {
        int from = at++;
        while (at < end) {
            byte b = source[at];
            if (b == '"') {
                at++;
                break;
            } else if (b == '\\') {
                escape();
            } else if (b >= 0) {
                at++;
            } else {
                at += sequenceBytes();
            }
        }
        System.arraycopy(source, from, copy, copied, at - from);
        copied += at - from;
    }

    private void escape() {
        if (at + 1 < end && source[at + 1] != 'u') {
            at += 2;
            return;
        }
        int unit = unit(at);
        if (unit < 0) {
            at = Math.min(end, at + 2);
            return;
        }
        at += 6;
        if (Character.isLowSurrogate((char) unit)) {
            throw loneSurrogate(unit);
        }
        if (Character.isHighSurrogate((char) unit)) {
            int low = at + 1 < end && source[at] == '\\' && source[at + 1] == 'u' ? unit(at) : -1;
            if (low < 0 || !Character.isLowSurrogate((char) low)) {
                throw loneSurrogate(unit);
            }
            at += 6;
        }
    }

    /// The code unit of the `\\uXXXX` at `from`, or -1 if it is cut or has no four hex digits: the
    /// parser will tell the sender.
    private int unit(int from) {
        if (from + 6 > end) {
            return -1;
        }
        int unit = 0;
        for (int i = from + 2; i < from + 6; i++) {
            int digit = Character.digit(source[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private int sequenceBytes() {
        int bytes = Utf8.sequenceBytes(source, at, end);
        if (bytes == 0) {
            throw new InvalidEventException(
                    Code.INVALID_UTF8,
                    "",
                    "byte 0x%02x begins no UTF-8 character".formatted(source[at] & 0xff));
        }
        return bytes;
    }

    private static InvalidEventException loneSurrogate(int unit) {
        return new InvalidEventException(
                Code.INVALID_UTF8,
                "",
                "\\u%04x is half of a surrogate pair and no character".formatted(unit));
    }
}
