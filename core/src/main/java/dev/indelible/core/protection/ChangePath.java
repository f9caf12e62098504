package dev.indelible.core.protection;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;

/// What the `path` of a change names, in each way that is common: `/profile/ssn`, `#/profile/ssn`,
/// `profile.ssn`, `$.profile[0].ssn`, `profile['ssn']`. Places in lists are no names.
final class ChangePath {
    private static final String BETWEEN = "/.[]";
    private static final String AROUND = "'\"`\\";
    private static final Set<String> NO_NAMES = Set.of("$", "#", "*", "-");

    private ChangePath() {}

    /// The first names of a path, from the outside in.
    static List<String> names(String path, int max) {
        var names = new ArrayList<String>();
        var steps = new StringTokenizer(path, BETWEEN);
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
        var steps = new StringTokenizer(path, BETWEEN);
        while (steps.hasMoreTokens()) {
            String name = name(steps.nextToken());
            last = isName(name) ? name : last;
        }
        return last;
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
