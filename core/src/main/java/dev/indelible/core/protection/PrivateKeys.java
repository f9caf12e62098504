package dev.indelible.core.protection;

import java.util.List;

/// Finds private keys as PEM (RFC 7468) and OpenPGP armour write them; one that is cut off goes to
/// the end of the text.
final class PrivateKeys implements Finder {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final String KEY = "PRIVATE KEY";
    private static final int LABEL_CHARS_MAX = 64;

    @Override
    public List<String> signs() {
        return List.of("privatekey");
    }

    @Override
    public void find(String text, Found found) {
        int at = text.indexOf(BEGIN);
        while (at >= 0) {
            int labelEnd = labelEnd(text, at + BEGIN.length());
            if (labelEnd < 0) {
                at = text.indexOf(BEGIN, at + BEGIN.length());
                continue;
            }
            int end = text.indexOf(END, labelEnd);
            int last = end < 0 ? -1 : text.indexOf(DASHES, end + END.length());
            int to = last < 0 ? text.length() : last + DASHES.length();
            found.at(at, to);
            at = text.indexOf(BEGIN, to);
        }
    }

    private static int labelEnd(String text, int from) {
        int end = Math.min(text.length(), from + LABEL_CHARS_MAX);
        String label = text.substring(from, end);
        int dashes = label.indexOf(DASHES);
        int key = label.indexOf(KEY);
        return key >= 0 && key < dashes ? from + dashes : -1;
    }
}
