package dev.indelible.storage.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// Whole numbers in as few bytes as they need, seven bits a byte, low ones first (LEB128). Negative
/// ones by zigzag.
final class Varints {
    private Varints() {}

    /// @param number 0 or more
    static void write(long number, ByteArrayOutputStream into) {
        long rest = number;
        while (rest < 0 || rest >= 0x80) {
            into.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        into.write((int) rest);
    }

    static long read(ByteBuffer from) {
        long number = 0;
        int shift = 0;
        byte next;
        do {
            next = from.get();
            number |= (next & 0x7fL) << shift;
            shift += 7;
        } while (next < 0);
        return number;
    }

    static void writeSigned(long number, ByteArrayOutputStream into) {
        write(number << 1 ^ number >> 63, into);
    }

    static long readSigned(ByteBuffer from) {
        long number = read(from);
        return number >>> 1 ^ -(number & 1);
    }
}
