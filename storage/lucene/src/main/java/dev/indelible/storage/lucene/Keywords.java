package dev.indelible.storage.lucene;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.search.Field;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefBuilder;

/// Keywords as terms: their UTF-8, except that a UUID is its 16 bytes behind a byte that UTF-8 does
/// not have. Random identifiers are most of an index, and this is a third less of them. The order
/// of UUIDs stays, so what begins alike still stands together.
final class Keywords {
    private static final byte UUID_MARK = (byte) 0xff;
    private static final int UUID_CHARS = 36;
    private static final int UUID_BYTES = 16;

    private Keywords() {}

    /// The term of a folded value.
    static BytesRef term(String value) {
        var term = new BytesRefBuilder();
        write(value, term);
        return term.toBytesRef();
    }

    /// Writes the term of a folded value.
    static void write(String value, BytesRefBuilder into) {
        if (value.length() == UUID_CHARS && beginsLikeUuid(value)) {
            writeUuid(value, 0, into);
        } else {
            into.copyChars(value);
        }
    }

    /// Writes the term of a value that is not yet folded.
    static void fold(byte[] value, int from, int length, BytesRefBuilder into) {
        into.grow(length);
        byte[] folded = into.bytes();
        boolean hexOnly = length == UUID_CHARS;
        for (int i = 0; i < length; i++) {
            byte b = value[from + i];
            if (b < 0) {
                write(Field.folded(new String(value, from, length, UTF_8)), into);
                return;
            }
            byte small = b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
            folded[i] = small;
            hexOnly = hexOnly && (isDash(i) ? small == '-' : isHex((char) small));
        }
        into.setLength(length);
        if (hexOnly) {
            write(new String(folded, 0, length, US_ASCII), into);
        }
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    /// Whether a UUID can begin so.
    static boolean beginsLikeUuid(String prefix) {
        if (prefix.length() > UUID_CHARS) {
            return false;
        }
        for (int at = 0; at < prefix.length(); at++) {
            char c = prefix.charAt(at);
            boolean fits = isDash(at) ? c == '-' : isHex(c);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /// The term of the first UUID that begins so.
    static BytesRef first(String prefix) {
        return filled(prefix, 0);
    }

    /// The term of the last UUID that begins so.
    static BytesRef last(String prefix) {
        return filled(prefix, 0xf);
    }

    private static BytesRef filled(String prefix, int digit) {
        var term = new BytesRefBuilder();
        writeUuid(prefix, digit, term);
        return term.toBytesRef();
    }

    private static void writeUuid(String prefix, int otherwise, BytesRefBuilder into) {
        into.clear();
        into.append(UUID_MARK);
        int at = 0;
        for (int i = 0; i < UUID_BYTES; i++) {
            at += isDash(at) ? 1 : 0;
            int high = at < prefix.length() ? Character.digit(prefix.charAt(at), 16) : otherwise;
            at++;
            int low = at < prefix.length() ? Character.digit(prefix.charAt(at), 16) : otherwise;
            at++;
            into.append((byte) (high << 4 | low));
        }
    }

    private static boolean isDash(int at) {
        return at == 8 || at == 13 || at == 18 || at == 23;
    }
}
