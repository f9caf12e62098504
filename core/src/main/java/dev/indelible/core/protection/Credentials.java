package dev.indelible.core.protection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.List;

/// Finds what stands behind `Bearer` and `Basic` (RFC 6750, RFC 7617).
final class Credentials implements Finder {
    private static final String BEARER = "bearer";
    private static final String BASIC = "basic";
    private static final int TOKEN_CHARS_MIN = 16;
    private static final String SYMBOLS = "-._~+/=";

    @Override
    public List<String> signs() {
        return List.of(BEARER, BASIC);
    }

    @Override
    public void find(String text, Found found) {
        int blank = text.indexOf(' ');
        while (blank >= 0) {
            int from = blank + 1;
            boolean isBearer = endsWith(text, BEARER, blank);
            if (isBearer || endsWith(text, BASIC, blank)) {
                int end = from;
                while (end < text.length() && isToken(text.charAt(end))) {
                    end++;
                }
                String token = text.substring(from, end);
                if (isBearer ? token.length() >= TOKEN_CHARS_MIN : isPair(token)) {
                    found.at(from, end);
                }
                from = end;
            }
            blank = text.indexOf(' ', from);
        }
    }

    private static boolean endsWith(String text, String word, int end) {
        return text.regionMatches(true, end - word.length(), word, 0, word.length());
    }

    private static boolean isPair(String token) {
        try {
            return new String(Base64.getDecoder().decode(token), ISO_8859_1).indexOf(':') > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isToken(char c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || SYMBOLS.indexOf(c) >= 0);
    }
}
