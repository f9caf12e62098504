package dev.indelible.core.protection;

import java.util.List;

/// Finds the password of a URL's user (RFC 3986, section 3.2.1): `postgres://app:s3cret@db/orders`.
final class UrlPasswords implements Finder {
    private static final String SIGN = "://";
    private static final int USER_CHARS_MAX = 512;
    private static final String ENDING = "/?#\"'<>\\ \t\r\n";

    @Override
    public List<String> signs() {
        return List.of(SIGN);
    }

    @Override
    public void find(String text, Found found) {
        for (int at = text.indexOf(SIGN); at >= 0; at = text.indexOf(SIGN, at + 1)) {
            int from = at + SIGN.length();
            int end = Math.min(text.length(), from + USER_CHARS_MAX);
            int colon = -1;
            int host = -1;
            for (int i = from; i < end && ENDING.indexOf(text.charAt(i)) < 0; i++) {
                if (text.charAt(i) == '@') {
                    host = i;
                } else if (text.charAt(i) == ':' && colon < 0) {
                    colon = i;
                }
            }
            if (colon >= 0 && host > colon + 1) {
                found.at(colon + 1, host);
            }
        }
    }
}
