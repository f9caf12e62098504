package dev.indelible.core.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How text is cut into words, for events and queries alike: runs of letters and digits, in small
/// letters and in Unicode's form NFKC, so that it does not matter how an accent was typed.
/// `jane.doe@example.com` is four words. Scripts that are written without blanks give one word per
/// character: what is looked for there is a phrase.
public final class Words {
    /// Characters of a word that count; longer ones are taken for what they begin with.
    public static final int CHARS_MAX = 64;

    private static final int FIRST_WITHOUT_BLANKS = 0x0E00;

    private Words() {}

    /// The words of a text, in order.
    public static List<String> of(String text) {
        var words = new ArrayList<String>();
        String folded = folded(text);
        int start = -1;
        int next;
        for (int at = 0; at < folded.length(); at = next) {
            int c = folded.codePointAt(at);
            next = at + Character.charCount(c);
            boolean alone = standsAlone(c);
            if (start < 0 && !alone && isWord(c)) {
                start = at;
            } else if (start >= 0 && (alone || !isWord(c))) {
                words.add(bounded(folded, start, at));
                start = -1;
            }
            if (alone) {
                words.add(folded.substring(at, next));
            }
        }
        if (start >= 0) {
            words.add(bounded(folded, start, folded.length()));
        }
        return words;
    }

    private static String folded(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) >= 0x80) {
                return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
            }
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static boolean isWord(int c) {
        if (c < 0x80) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        }
        if (Character.isLetterOrDigit(c)) {
            return true;
        }
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean standsAlone(int c) {
        return c >= FIRST_WITHOUT_BLANKS
                && switch (UnicodeScript.of(c)) {
                    case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> isWord(c);
                    default -> false;
                };
    }

    private static String bounded(String text, int start, int end) {
        int last = Math.min(end, start + CHARS_MAX);
        if (last < end && Character.isLowSurrogate(text.charAt(last))) {
            last--;
        }
        return text.substring(start, last);
    }
}
