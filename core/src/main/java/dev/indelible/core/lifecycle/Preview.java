package dev.indelible.core.lifecycle;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.Part;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// What an erasure would do, and what speaks for looking twice before it is asked for. It names
/// actors, so it is told and kept nowhere.
///
/// @param found how much
/// @param actors whose events lose their actor: by id, of how many events; at most
///   [Limits#ERASURE_ACTORS_MAX] of them
/// @param doubts none where it looks like one person
public record Preview(Findings found, Map<String, Long> actors, Set<Doubt> doubts) {
    /// What was confirmed may differ from what goes by a tenth: events come and expire meanwhile.
    private static final int DRIFT = 10;

    /// What speaks against it that it is one person.
    public enum Doubt {
        /// So many events as few persons have.
        EVENTS("more than %d events".formatted(Limits.ERASURE_EVENTS_UNASKED_MAX)),
        /// More actors than one person is.
        ACTORS("more than %d actors".formatted(Limits.ERASURE_ACTORS_UNASKED_MAX)),
        /// Not only who, but also what happened is lost.
        CORE("some events would also lose what happened"),
        /// A value that is short, stands in everybody's events, or is what they call a kind of
        /// target.
        WORDS("a value is short or a common word");

        private final String sentence;

        Doubt(String sentence) {
            this.sentence = sentence;
        }
    }

    public Preview {
        actors = Map.copyOf(actors);
        doubts = Set.copyOf(doubts);
    }

    static Preview of(Findings found, Map<String, Long> actors, boolean common) {
        var doubts = EnumSet.noneOf(Doubt.class);
        if (found.events() > Limits.ERASURE_EVENTS_UNASKED_MAX) {
            doubts.add(Doubt.EVENTS);
        }
        if (actors.size() > Limits.ERASURE_ACTORS_UNASKED_MAX) {
            doubts.add(Doubt.ACTORS);
        }
        if (found.parts().containsKey(Part.CORE)) {
            doubts.add(Doubt.CORE);
        }
        if (common) {
            doubts.add(Doubt.WORDS);
        }
        return new Preview(found, actors, doubts);
    }

    /// Refuses what may not be erased as it was asked for.
    ///
    /// @param confirmed how many events whoever asks believes to lose something
    /// @throws Rejected if a hold covers any of it, nothing goes, or it must be confirmed and is
    ///   not
    void requireErasable(String organization, OptionalLong confirmed) {
        if (found.held() > 0) {
            throw new Rejected(
                    Problem.EVENT_HELD,
                    "%d of %d events that name the person are held by %s: nothing was erased; release the hold, or erase when it is released"
                            .formatted(found.held(), found.held() + found.events(), found.holds()));
        }
        if (found.isNothing()) {
            throw new Rejected(
                    Problem.NOT_FOUND,
                    "nothing of organization '%s' names this person".formatted(organization));
        }
        long events = found.events();
        if (confirmed.isPresent() && isFar(confirmed.getAsLong())) {
            throw new Rejected(
                    Problem.ERASURE_UNCONFIRMED,
                    "'confirm' is %d, but %d events would lose something: nothing was erased; look with dry=true at what goes, then confirm its number"
                            .formatted(confirmed.getAsLong(), events));
        }
        if (confirmed.isEmpty() && !doubts.isEmpty()) {
            throw new Rejected(
                    Problem.ERASURE_UNCONFIRMED,
                    "this is unlike one person (%s), and %d events would lose something: nothing was erased; look with dry=true at what goes, then ask with 'confirm':%d"
                            .formatted(doubtful(), events, events));
        }
    }

    private boolean isFar(long confirmed) {
        return confirmed < 0 || Math.abs(found.events() - confirmed) > confirmed / DRIFT;
    }

    private String doubtful() {
        return doubts.stream()
                .sorted()
                .map(doubt -> doubt.sentence)
                .collect(Collectors.joining(", "));
    }
}
