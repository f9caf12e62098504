package dev.indelible.core.protection;

import java.util.List;

/* Behind `scheme://` stands `user:password@host`. A password with `/`, `?` or `#` should have them
 * escaped, and often has not: `user:pa/ss@host` looks like a host and a port, but for the port. */

/// Finds the password of a URL's user (RFC 3986, section 3.2.1): `postgres://app:s3cret@db/orders`.
final class UrlPasswords implements Finder {
    private static final String SIGN = "://";
    private static final int USER_CHARS_MAX = 512;
    private static final int SLASHED_CHARS_MAX = 128;
    private static final String ENDING = "\"'<>\\ \t\r\n";
    private static final String PATH = "/?#";

    @Override
    public List<String> signs() {
        return List.of(SIGN);
    }

    @Override
    public void find(String text, Found found) {
        for (int at = text.indexOf(SIGN); at >= 0; at = text.indexOf(SIGN, at + 1)) {
            int from = at + SIGN.length();
            int bound = Math.min(text.length(), from + USER_CHARS_MAX);
            int colon = first(text, from, bound, ":@" + PATH + ENDING);
            if (colon == bound || text.charAt(colon) != ':') {
                continue;
            }
            int end = first(text, colon + 1, bound, PATH + ENDING);
            int host = lastAt(text, colon, end);
            boolean isPath = end < bound && PATH.indexOf(text.charAt(end)) >= 0;
            if (host < 0 && isPath && !isPort(text, colon + 1, end)) {
                int near = Math.min(bound, end + SLASHED_CHARS_MAX);
                int sign = first(text, end, near, "@" + ENDING);
                host = lastAt(text, colon, first(text, sign, near, PATH + ENDING));
            }
            if (host > colon + 1) {
                found.at(colon + 1, host);
            }
        }
    }

    private static int lastAt(String text, int from, int to) {
        int at = to - 1;
        while (at > from && text.charAt(at) != '@') {
            at--;
        }
        return at > from ? at : -1;
    }

    private static boolean isPort(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static int first(String text, int from, int bound, String wanted) {
        int at = from;
        while (at < bound && wanted.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
