package dev.indelible.core.protection;

import dev.indelible.event.Actor;
import dev.indelible.event.Client;
import dev.indelible.event.Detail;
import dev.indelible.event.Target;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Which members of an event are meant: names from the outside in with dots between, such as
/// `actor.email` or `detail.request.payload.ssn`. `*` stands for any one name, `**` for any number
/// of them, none included. Items of an array have the array's path. Names are the same in any case,
/// and where they look the same: who sends `SSN` means what who sends `ssn` means. Immutable.
public final class MemberPath {
    private static final int STEPS_MAX = 32;
    private static final Pattern FORM = Pattern.compile("[^.]{1,255}(\\.[^.]{1,255})*");
    private static final String ANY = "*";
    private static final String ANY_NUMBER = "**";

    /// What the parts of an event have that have members of their own, by their names.
    private static final Map<String, List<String>> MEMBERS =
            Map.of(
                    "actor", members(Actor.class),
                    "targets", members(Target.class),
                    "client", members(Client.class),
                    "detail", members(Detail.class));

    private final String text;

    /// As names are compared.
    private final List<String> steps;

    private MemberPath(String text, List<String> steps) {
        this.text = text;
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
        return new MemberPath(text, steps.stream().map(MemberPath::folded).toList());
    }

    /// A name as it is compared.
    static String folded(String name) {
        return MemberNames.Name.folded(name).strip();
    }

    /// Whether a member at this place is meant.
    public boolean matches(List<String> place) {
        return isAround(place.stream().map(MemberPath::folded).toList(), place.size());
    }

    /// Whether a member at this place is meant, or one around it.
    ///
    /// @param place names as they are compared
    /// @param namesMin how many of them the place of the one around it has at least
    boolean isAround(List<String> place, int namesMin) {
        // Each name is looked at once, whatever stands for any number of them: a bit for each step
        // that may be the next, and one for the end.
        long end = 1L << steps.size();
        long next = withNone(1);
        for (int at = 0; next != 0; at++) {
            if ((next & end) != 0 && at >= namesMin) {
                return true;
            }
            if (at == place.size()) {
                return false;
            }
            next = withNone(after(next & ~end, place.get(at)));
        }
        return false;
    }

    /// Also the steps behind those that stand for no name.
    private long withNone(long next) {
        long all = next;
        for (int step = 0; step < steps.size(); step++) {
            if ((all >>> step & 1) != 0 && steps.get(step).equals(ANY_NUMBER)) {
                all |= 1L << step + 1;
            }
        }
        return all;
    }

    private long after(long next, String name) {
        long all = 0;
        for (long rest = next; rest != 0; rest &= rest - 1) {
            int step = Long.numberOfTrailingZeros(rest);
            String wanted = steps.get(step);
            if (wanted.equals(ANY_NUMBER)) {
                all |= 1L << step;
            } else if (wanted.equals(ANY) || wanted.equals(name)) {
                all |= 1L << step + 1;
            }
        }
        return all;
    }

    /// Refuses a path of what no event has: protected or looked for, it would be in vain.
    ///
    /// @throws IllegalArgumentException telling which members there are
    public void requireMember() {
        List<String> members = MEMBERS.getOrDefault(first(), List.of());
        String inner = steps.size() > 1 ? steps.get(1) : ANY;
        boolean isKnown =
                members.isEmpty()
                        || inner.startsWith(ANY)
                        || members.stream().map(MemberPath::folded).anyMatch(inner::equals);
        if (!isKnown) {
            throw new IllegalArgumentException(
                    "'%s' is in no event; %s has: %s"
                            .formatted(text, first(), String.join(", ", members)));
        }
    }

    private static List<String> members(Class<? extends Record> part) {
        return Arrays.stream(part.getRecordComponents()).map(RecordComponent::getName).toList();
    }

    /// The outermost name as it was written, which tells the part.
    String first() {
        return text.split("\\.", 2)[0];
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
        return text;
    }
}
