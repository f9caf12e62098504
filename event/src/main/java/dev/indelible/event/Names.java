package dev.indelible.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// A few known words, found by their bytes without making a text of them. Immutable; any thread.
final class Names {
    private static final int SLOTS = 128;

    private final byte[][] names;
    private final byte[] slots = new byte[SLOTS];

    private Names(byte[][] names) {
        this.names = names;
        Arrays.fill(slots, (byte) -1);
        for (int i = 0; i < names.length; i++) {
            int slot = slot(names[i], 0, names[i].length);
            while (slots[slot] >= 0) {
                slot = slot + 1 & SLOTS - 1;
            }
            slots[slot] = (byte) i;
        }
    }

    /// These words, of ASCII, numbered from 0.
    static Names of(String... names) {
        return new Names(
                Arrays.stream(names).map(name -> name.getBytes(US_ASCII)).toArray(byte[][]::new));
    }

    /// The labels of these constants, by their ordinals.
    static Names of(Enum<?>[] constants) {
        return of(Arrays.stream(constants).map(Labels::of).toArray(String[]::new));
    }

    /// The number of the word in these bytes, or -1.
    int find(byte[] bytes, int from, int length) {
        if (length == 0) {
            return -1;
        }
        int slot = slot(bytes, from, length);
        for (int found = slots[slot]; found >= 0; found = slots[slot]) {
            byte[] name = names[found];
            if (name.length == length
                    && Arrays.equals(name, 0, length, bytes, from, from + length)) {
                return found;
            }
            slot = slot + 1 & SLOTS - 1;
        }
        return -1;
    }

    private static int slot(byte[] bytes, int from, int length) {
        int hash = bytes[from] * 31 + bytes[from + length - 1];
        return (hash * 31 + bytes[from + length / 2] + length * 7) & SLOTS - 1;
    }
}
