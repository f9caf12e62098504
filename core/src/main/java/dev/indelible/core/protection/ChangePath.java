package dev.indelible.core.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;

/// What the `path` of a change names, in each way that is common: `/profile/ssn`, `#/profile/ssn`,
/// `profile.ssn`, `$.profile[0].ssn`, `profile['ssn']`. Places in lists are no names. What is
/// written with percent signs is what they stand for (RFC 6901, section 6), whatever stands before
/// it.
final class ChangePath {
    private static final String BETWEEN = "/.[]";
    private static final String AROUND = "'\"`\\";
    private static final Set<String> NO_NAMES = Set.of("$", "#", "*", "-");

    private ChangePath() {}

    /// The first names of a path, from the outside in.
    static List<String> names(String path, int max) {
        var names = new ArrayList<String>();
        var steps = steps(path);
        while (steps.hasMoreTokens() && names.size() < max) {
            String name = name(steps.nextToken());
            if (isName(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /// The innermost name, or an empty text.
    static String last(String path) {
        String last = "";
        var steps = steps(path);
        while (steps.hasMoreTokens()) {
            String name = name(steps.nextToken());
            last = isName(name) ? name : last;
        }
        return last;
    }

    private static StringTokenizer steps(String path) {
        return new StringTokenizer(path.indexOf('%') < 0 ? path : unescaped(path), BETWEEN);
    }

    /// What is no escape stays as it is.
    private static String unescaped(String path) {
        byte[] bytes = path.getBytes(UTF_8);
        int to = 0;
        for (int from = 0; from < bytes.length; from++) {
            int high = bytes[from] == '%' && from + 2 < bytes.length ? digit(bytes[from + 1]) : -1;
            int low = high < 0 ? -1 : digit(bytes[from + 2]);
            if (low < 0) {
                bytes[to++] = bytes[from];
            } else {
                bytes[to++] = (byte) (high << 4 | low);
                from += 2;
            }
        }
        return new String(bytes, 0, to, UTF_8);
    }

    private static int digit(byte b) {
        return Character.digit(b, 16);
    }

    private static boolean isName(String name) {
        int digits = 0;
        while (digits < name.length() && name.charAt(digits) >= '0' && name.charAt(digits) <= '9') {
            digits++;
        }
        return digits < name.length() && !NO_NAMES.contains(name);
    }

    private static String name(String step) {
        int from = 0;
        int to = step.length();
        while (from < to && AROUND.indexOf(step.charAt(from)) >= 0) {
            from++;
        }
        while (from < to && AROUND.indexOf(step.charAt(to - 1)) >= 0) {
            to--;
        }
        return step.substring(from, to).replace("~1", "/").replace("~0", "~");
    }
}
