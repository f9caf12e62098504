package dev.indelible.core.protection;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Which members of an event are meant: names from the outside in with dots between, such as
/// `actor.email` or `detail.request.payload.ssn`. `*` stands for any one name, `**` for any number
/// of them, none included. Items of an array have the array's path. Immutable.
public final class MemberPath {
    private static final int STEPS_MAX = 32;
    private static final Pattern FORM = Pattern.compile("[^.]{1,255}(\\.[^.]{1,255})*");
    private static final String ANY = "*";
    private static final String ANY_NUMBER = "**";

    private final List<String> steps;

    private MemberPath(List<String> steps) {
        this.steps = steps;
    }

    /// The path that this text says.
    ///
    /// @throws IllegalArgumentException if it says none
    public static MemberPath of(String text) {
        List<String> steps = Arrays.asList(text.split("\\.", -1));
        long anyNumbers = steps.stream().filter(ANY_NUMBER::equals).count();
        if (!FORM.matcher(text).matches() || steps.size() > STEPS_MAX || anyNumbers > 2) {
            throw new IllegalArgumentException(
                    "a path is such as detail.request.payload.ssn, of at most %d names and two **, not '%s'"
                            .formatted(STEPS_MAX, text));
        }
        return new MemberPath(steps);
    }

    /// Whether a member at this place is meant.
    public boolean matches(List<String> place) {
        return matches(0, place, 0);
    }

    private boolean matches(int step, List<String> place, int at) {
        if (step == steps.size()) {
            return at == place.size();
        }
        String wanted = steps.get(step);
        if (wanted.equals(ANY_NUMBER)) {
            return matches(step + 1, place, at)
                    || (at < place.size() && matches(step, place, at + 1));
        }
        return at < place.size()
                && (wanted.equals(ANY) || wanted.equals(place.get(at)))
                && matches(step + 1, place, at + 1);
    }

    /// The outermost name, which tells the part.
    String first() {
        return steps.getFirst();
    }

    /// The innermost name, or an empty text where it can be any.
    String last() {
        String last = steps.getLast();
        return last.startsWith(ANY) ? "" : last;
    }

    /// Whether this path and what is below it and another path and what is below it have a place in
    /// common, as far as can be told without an event: never no where they have.
    boolean meets(MemberPath other) {
        int common = Math.min(steps.size(), other.steps.size());
        for (int i = 0; i < common; i++) {
            String one = steps.get(i);
            String two = other.steps.get(i);
            if (one.equals(ANY_NUMBER) || two.equals(ANY_NUMBER)) {
                return true;
            }
            if (!one.equals(ANY) && !two.equals(ANY) && !one.equals(two)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MemberPath path && steps.equals(path.steps);
    }

    @Override
    public int hashCode() {
        return steps.hashCode();
    }

    /// As it was written.
    @Override
    public String toString() {
        return String.join(".", steps);
    }
}
