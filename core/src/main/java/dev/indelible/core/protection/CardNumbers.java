package dev.indelible.core.protection;

import java.util.List;

/* ISO/IEC 7812: an issuer's range, a length that the issuer uses, and the check digit of Luhn. All
 * three, because numbers of 16 digits are everywhere in audit logs, and one in ten has the right
 * check digit. */

/// Finds numbers of payment cards: 14 to 16 digits in one piece, or in the groups in which they are
/// printed, with blanks, dots or dashes between.
final class CardNumbers implements Finder {
    /// Stands for as many digits as the shortest number has.
    static final String SIGN = "14 digits";

    static final int DIGITS_MIN = 14;
    private static final int DIGITS_MAX = 16;

    @Override
    public List<String> signs() {
        return List.of(SIGN);
    }

    @Override
    public void find(String text, Found found) {
        int at = 0;
        while (at < text.length()) {
            if (!isDigit(text, at)) {
                at++;
                continue;
            }
            int end = isStart(text, at) ? end(text, at) : -1;
            if (end > 0) {
                found.at(at, end);
                at = end;
            } else {
                while (isDigit(text, at)) {
                    at++;
                }
            }
        }
    }

    /// Behind the card number that begins here, or -1.
    private static int end(String text, int from) {
        var digits = new StringBuilder(DIGITS_MAX);
        var groups = new StringBuilder();
        int at = from;
        char separator = 0;
        while (isDigit(text, at) && digits.length() <= DIGITS_MAX) {
            int groupFrom = at;
            while (isDigit(text, at) && at - groupFrom <= DIGITS_MAX) {
                digits.append(text.charAt(at++));
            }
            if (!isPrinted(at - groupFrom)) {
                return -1;
            }
            groups.append(at - groupFrom).append(' ');
            if (digits.length() >= DIGITS_MIN
                    && isCard(digits, groups.toString().strip())
                    && isEnd(text, at)) {
                return at;
            }
            char next = at < text.length() ? text.charAt(at) : 0;
            if (!isSeparator(next) || (separator != 0 && next != separator)) {
                return -1;
            }
            separator = next;
            at++;
        }
        return -1;
    }

    /// Blanks that do not break a line and dashes of all kinds too.
    private static boolean isSeparator(char c) {
        return c == ' '
                || c == '-'
                || c == '.'
                || c == 0xa0
                || c == 0x2007
                || c == 0x202f
                || (c >= 0x2010 && c <= 0x2013);
    }

    /// Whether a byte is of such a number in UTF-8.
    static boolean isOfNumber(byte b) {
        return (b >= '0' && b <= '9')
                || b == ' '
                || b == '-'
                || b == '.'
                || (b < 0 && isOfSeparator(b & 0xff));
    }

    private static boolean isOfSeparator(int b) {
        return b == 0xc2
                || b == 0xa0
                || b == 0xe2
                || b == 0x80
                || b == 0x87
                || b == 0xaf
                || (b >= 0x90 && b <= 0x93);
    }

    private static boolean isStart(String text, int at) {
        if (at == 0) {
            return true;
        }
        char before = text.charAt(at - 1);
        boolean joined = before == '-' || before == '.' || before == '_';
        return !Character.isLetterOrDigit(before)
                && !(joined && at > 1 && Character.isLetterOrDigit(text.charAt(at - 2)));
    }

    private static boolean isEnd(String text, int at) {
        if (at == text.length()) {
            return true;
        }
        char after = text.charAt(at);
        boolean joined = after == '-' || after == '.' || after == '_';
        return !Character.isLetterOrDigit(after)
                && !(joined
                        && at + 1 < text.length()
                        && Character.isLetterOrDigit(text.charAt(at + 1)));
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /// Whether any card has a group of so many digits. Lists of numbers are passed quickly by it.
    private static boolean isPrinted(int digits) {
        return (digits >= 4 && digits <= 6) || (digits >= DIGITS_MIN && digits <= DIGITS_MAX);
    }

    private static boolean isCard(CharSequence digits, String groups) {
        int count = digits.length();
        if (count < DIGITS_MIN || count > DIGITS_MAX) {
            return false;
        }
        boolean printed =
                switch (count) {
                    case 14 -> groups.equals("14") || groups.equals("4 6 4");
                    case 15 -> groups.equals("15") || groups.equals("4 6 5");
                    default -> groups.equals("16") || groups.equals("4 4 4 4");
                };
        return printed && isIssued(digits) && hasCheckDigit(digits);
    }

    /// Visa, Mastercard, Discover, JCB, UnionPay, Diners Club and American Express.
    private static boolean isIssued(CharSequence digits) {
        int four = Integer.parseInt(digits, 0, 4, 10);
        int three = four / 10;
        int two = four / 100;
        return switch (digits.length()) {
            case 14 ->
                    (three >= 300 && three <= 305)
                            || three == 309
                            || two == 36
                            || two >= 38 && two <= 39;
            case 15 -> two == 34 || two == 37;
            default ->
                    two / 10 == 4
                            || (two >= 51 && two <= 55)
                            || (four >= 2221 && four <= 2720)
                            || four == 6011
                            || (three >= 644 && three <= 659)
                            || (four >= 3528 && four <= 3589)
                            || two == 62;
        };
    }

    private static boolean hasCheckDigit(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit : digit * 2;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }
}
