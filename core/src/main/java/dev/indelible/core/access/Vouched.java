package dev.indelible.core.access;

import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.Problem;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Somebody whom an issuer vouches for: what its token says, as far as it counts here.
///
/// @param id by which grants name them
/// @param kind a person or a program
/// @param name for people
/// @param email only if the issuer has verified it
/// @param groups that the issuer puts them in, as grants name them
/// @param mapped what the settings give to these groups
public record Vouched(
        String id,
        Caller.Kind kind,
        String name,
        @Nullable String email,
        Set<String> groups,
        Set<Grant> mapped) {
    /// Characters of an id or a name.
    public static final int NAME_CHARS_MAX = 255;

    /// @throws Denied if the id could be taken for a key's or for Indelible's own, or is none
    public Vouched {
        groups = Set.copyOf(groups);
        mapped = Set.copyOf(mapped);
        if (Keys.isId(id) || id.equals(Caller.PLATFORM_ID)) {
            throw new Denied(Problem.NOT_GRANTED, "nobody may be called '%s' here".formatted(id));
        }
        if (id.isBlank()
                || id.length() > NAME_CHARS_MAX
                || id.codePoints().anyMatch(Names::isUnseen)) {
            throw new Denied(
                    Problem.NOT_GRANTED,
                    "the issuer's name for somebody has 1 to %d characters, all of which are seen"
                            .formatted(NAME_CHARS_MAX));
        }
    }

    /// To whom something may be granted that they then have.
    Set<Subject> subjects() {
        var subjects = new HashSet<Subject>();
        subjects.add(new Subject(Subject.Kind.PERSON, id));
        groups.forEach(group -> subjects.add(new Subject(Subject.Kind.GROUP, group)));
        return subjects;
    }
}
