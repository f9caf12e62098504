package dev.indelible.core.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How text is cut into words, for events and queries alike: runs of letters and digits, in small
/// letters. `jane.doe@example.com` is four words.
public final class Words {
    /// Characters of a word that count; longer ones are taken for what they begin with.
    public static final int CHARS_MAX = 64;

    private Words() {}

    /// The words of a text, in order.
    public static List<String> of(String text) {
        var words = new ArrayList<String>();
        String small = text.toLowerCase(Locale.ROOT);
        int start = -1;
        for (int at = 0; at < small.length(); at += Character.charCount(small.codePointAt(at))) {
            boolean inside = isWord(small.codePointAt(at));
            if (inside && start < 0) {
                start = at;
            } else if (!inside && start >= 0) {
                words.add(bounded(small, start, at));
                start = -1;
            }
        }
        if (start >= 0) {
            words.add(bounded(small, start, small.length()));
        }
        return words;
    }

    private static boolean isWord(int c) {
        return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    private static String bounded(String text, int start, int end) {
        int last = Math.min(end, start + CHARS_MAX);
        if (last < end && Character.isLowSurrogate(text.charAt(last))) {
            last--;
        }
        return text.substring(start, last);
    }
}
