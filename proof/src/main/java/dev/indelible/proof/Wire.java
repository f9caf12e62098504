package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// How numbers, hashes and lines are written in all the text formats of this package: one spelling
/// each, so that what is read can be written again byte for byte.
final class Wire {
    private static final int DECIMAL_DIGITS_MAX = 19;

    private Wire() {}

    /// A decimal number without sign or leading zeros, 0 to `max`.
    static long decimal(String text, long max) {
        boolean isDecimal =
                !text.isEmpty()
                        && text.length() <= DECIMAL_DIGITS_MAX
                        && text.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                        && (text.length() == 1 || text.charAt(0) != '0');
        if (isDecimal) {
            // 19 digits fit into an unsigned 64-bit number.
            long value = Long.parseUnsignedLong(text);
            if (Long.compareUnsigned(value, max) <= 0) {
                return value;
            }
        }
        throw new MalformedException(
                "a decimal number from 0 to " + max + " without leading zeros was expected");
    }

    /// What follows `prefix` in a line, a decimal number.
    static long decimal(String line, String prefix) {
        if (!line.startsWith(prefix)) {
            throw new MalformedException("a line \"" + prefix + "<decimal>\" was expected");
        }
        return decimal(line.substring(prefix.length()), Long.MAX_VALUE);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// The bytes of canonical Base64: padded, and no bits set that no byte holds.
    static byte[] base64(String text, String what) {
        byte[] bytes = paddedBase64(text, what);
        if (!base64(bytes).equals(text)) {
            throw new MalformedException(what + " is not canonical Base64");
        }
        return bytes;
    }

    /// The bytes of Base64 with its padding. Bits that no byte holds may be set, as the reference
    /// implementations take it.
    static byte[] paddedBase64(String text, String what) {
        try {
            if (text.length() % 4 == 0) {
                return Base64.getDecoder().decode(text);
            }
        } catch (IllegalArgumentException e) {
            // Other characters; answered below.
        }
        throw new MalformedException(what + " is not Base64 with padding");
    }

    static byte[] hash(String text) {
        byte[] bytes = base64(text, "a hash");
        if (bytes.length != Merkle.HASH_BYTES) {
            throw new MalformedException("a hash has 32 bytes, not " + bytes.length);
        }
        return bytes;
    }

    /// The hashes of a proof, one a line.
    static List<byte[]> hashes(List<String> lines) {
        if (lines.size() > Limits.PROOF_NODES_MAX) {
            throw new MalformedException(
                    "a proof has at most 63 nodes, not %d".formatted(lines.size()));
        }
        List<byte[]> hashes = new ArrayList<>(lines.size());
        for (String line : lines) {
            hashes.add(hash(line));
        }
        return hashes;
    }

    /// Text in UTF-8, at most `max` bytes.
    static String text(byte[] bytes, int max, String what) {
        if (bytes.length > max) {
            throw new MalformedException(
                    "%s has %d bytes, at most %d are taken".formatted(what, bytes.length, max));
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException(what + " is not UTF-8");
        }
    }

    /// The lines of a text, each of which ends in a newline.
    static List<String> lines(String text, String what) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            if (end < 0) {
                throw new MalformedException(what + " does not end in a newline");
            }
            lines.add(text.substring(start, end));
            start = end + 1;
        }
        return lines;
    }

    /// Where the first blank line of a text starts.
    static int blankLine(String text, String what) {
        int end = text.indexOf("\n\n");
        if (end < 0) {
            throw new MalformedException(what + " has no blank line before its checkpoint");
        }
        return end + 1;
    }

    /// Whether a text can be written in UTF-8 and has no control characters but newlines.
    static boolean isPlain(String text) {
        return UTF_8.newEncoder().canEncode(text)
                && text.chars().allMatch(character -> character >= ' ' || character == '\n');
    }
}
