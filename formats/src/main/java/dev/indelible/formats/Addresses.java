package dev.indelible.formats;

import java.util.regex.Pattern;

/// Network addresses as other systems write them. Stateless; any thread.
final class Addresses {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");

    private static final Pattern PORT = Pattern.compile("\\d{1,5}");

    private Addresses() {}

    /// The address alone: `203.0.113.7:443` and `[2001:db8::1]:443` lose their port, of
    /// `203.0.113.7, 10.0.0.1` the first stays, and what is no address stays as it is.
    static String withoutPort(String text) {
        int comma = text.indexOf(',');
        String first = (comma < 0 ? text : text.substring(0, comma)).strip();
        int bracket = first.startsWith("[") ? first.indexOf(']') : -1;
        if (bracket > 0) {
            return first.substring(1, bracket);
        }
        int colon = first.indexOf(':');
        boolean hasPort = colon > 0 && PORT.matcher(first.substring(colon + 1)).matches();
        return hasPort ? first.substring(0, colon) : first;
    }

    /// Whether this is how an address looks; for telling addresses from other words.
    static boolean isAddress(String text) {
        return IPV4.matcher(text).matches()
                || (text.indexOf(':') >= 0 && text.matches("[0-9a-fA-F:]{2,39}(?:[.\\d]{0,15})"));
    }
}
