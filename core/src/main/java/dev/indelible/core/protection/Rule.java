package dev.indelible.core.protection;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What is not to be kept, and the name by which its marker says why. Immutable.
public final class Rule {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,47}");

    private final String name;
    private final MemberNames members;
    private final List<MemberPath> paths;
    private final List<Finder> finders;

    Rule(String name, MemberNames members, List<MemberPath> paths, List<Finder> finders) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a rule has up to 48 small letters, digits and dashes, not '%s'"
                            .formatted(name));
        }
        this.name = name;
        this.members = members;
        this.paths = List.copyOf(paths);
        this.finders = List.copyOf(finders);
    }

    /// A rule of one's own.
    ///
    /// @param members names of members, in any case, whose value goes wherever they stand
    /// @param paths of members whose value goes
    /// @param finders of what goes out of any text
    /// @throws IllegalArgumentException if the name cannot be one, nothing is to go, or a path is
    ///   of a member that an event cannot be without
    public static Rule of(
            String name, Set<String> members, List<MemberPath> paths, List<Finder> finders) {
        if (members.isEmpty() && paths.isEmpty() && finders.isEmpty()) {
            throw new IllegalArgumentException(
                    "rule '%s' has neither members nor paths nor a pattern".formatted(name));
        }
        paths.forEach(TypedMembers::requireOther);
        return new Rule(name, MemberNames.exactly(members), paths, finders);
    }

    /// By which the marker names it.
    public String name() {
        return name;
    }

    List<Finder> finders() {
        return finders;
    }

    List<MemberPath> paths() {
        return paths;
    }

    /// Whether a member at this place goes for the path it has.
    boolean isAt(ValuePlace place) {
        for (MemberPath path : paths) {
            if (place.isAt(path)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a member of this name goes.
    boolean isNamed(MemberNames.Name member) {
        return members.has(member);
    }

    /// Whether that name is of several such things.
    boolean isNameOfSeveral(MemberNames.Name member) {
        return members.hasSeveral(member);
    }

    /// Whether all goes that is below a member of such a name.
    boolean isExact() {
        return members.isExact();
    }

    /// What stands for what went.
    String marker() {
        return "[redacted: " + name + "]";
    }

    String quotedMarker() {
        return '"' + marker() + '"';
    }

    /// Of which every event that the rule concerns has one; empty where there is no such thing.
    List<String> signs() {
        var signs = new ArrayList<String>();
        boolean known = true;
        if (!members.isEmpty()) {
            known = !members.signs().isEmpty();
            signs.addAll(members.signs());
        }
        for (MemberPath path : paths) {
            MemberNames last = MemberNames.exactly(Set.of(path.last()));
            known &= !last.signs().isEmpty();
            signs.addAll(last.signs());
        }
        for (Finder finder : finders) {
            known &= !finder.signs().isEmpty();
            signs.addAll(finder.signs());
        }
        return known ? signs : List.of();
    }
}
