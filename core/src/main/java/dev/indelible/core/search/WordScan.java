package dev.indelible.core.search;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Cuts texts into the words of [Words#of], without making texts of them where they are ASCII. For
/// one thread; used again for the next text.
public final class WordScan {
    private final byte[] folded = new byte[Words.CHARS_MAX];

    /// Takes a word: UTF-8, valid during the call only.
    @FunctionalInterface
    public interface Sink {
        void word(byte[] bytes, int from, int length);
    }

    /// Gives the words of a text, in order.
    public void words(byte[] text, int from, int length, Sink sink) {
        int end = from + length;
        for (int at = from; at < end; at++) {
            if (text[at] < 0) {
                for (String word : Words.of(new String(text, from, length, UTF_8))) {
                    byte[] bytes = word.getBytes(UTF_8);
                    sink.word(bytes, 0, bytes.length);
                }
                return;
            }
        }
        int count = 0;
        for (int at = from; at < end; at++) {
            byte b = small(text[at]);
            if (b != 0) {
                if (count < Words.CHARS_MAX) {
                    folded[count++] = b;
                }
            } else if (count > 0) {
                sink.word(folded, 0, count);
                count = 0;
            }
        }
        if (count > 0) {
            sink.word(folded, 0, count);
        }
    }

    /// The letter or digit in small, or 0 for anything else.
    private static byte small(byte b) {
        if ((b >= 'a' && b <= 'z') || (b >= '0' && b <= '9')) {
            return b;
        }
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : 0;
    }
}
