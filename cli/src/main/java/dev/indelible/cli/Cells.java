package dev.indelible.cli;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/// How many cells of a terminal a text takes: characters of East Asia and pictures two, marks on
/// the character before none (Unicode Standard Annex 11, and `wcwidth` of POSIX).
final class Cells {
    private static final Set<UnicodeScript> WIDE =
            EnumSet.of(
                    UnicodeScript.HAN,
                    UnicodeScript.HIRAGANA,
                    UnicodeScript.KATAKANA,
                    UnicodeScript.HANGUL,
                    UnicodeScript.BOPOMOFO,
                    UnicodeScript.YI);

    private Cells() {}

    static int of(String text) {
        return text.codePoints().map(Cells::of).sum();
    }

    static int of(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || c >= 0x1160 && c <= 0x11ff) {
            return 0;
        }
        return isWide(c) ? 2 : 1;
    }

    private static boolean isWide(int c) {
        if (c < 0x1100) {
            return false;
        }
        boolean isHalf = c >= 0xff61 && c <= 0xffdc || c >= 0xffe8 && c <= 0xffee;
        boolean isFull = c >= 0xff01 && c <= 0xff60 || c >= 0xffe0 && c <= 0xffe6;
        boolean isForEastAsia = c >= 0x3000 && c <= 0x33ff && c != 0x303f;
        // The halves of flags have a cell each.
        boolean isPicture = Character.isEmojiPresentation(c) && !(c >= 0x1f1e6 && c <= 0x1f1ff);
        return !isHalf
                && (isFull || isForEastAsia || isPicture || WIDE.contains(UnicodeScript.of(c)));
    }

    /// As much of the text's beginning as fits.
    static String beginning(String text, int cells) {
        int taken = 0;
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            taken += of(c);
            if (taken > cells) {
                break;
            }
            at += Character.charCount(c);
        }
        return text.substring(0, at);
    }
}
