package dev.indelible.core.lifecycle;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.Limits;
import dev.indelible.event.Actor;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.EventReader;
import dev.indelible.event.Mention;
import dev.indelible.event.Part;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What in the events of a person tells whether it is one. It has names, so it is kept nowhere. For
/// one thread.
final class Sightings {
    private final Mention mention;
    private final Map<String, Long> actors = new TreeMap<>();
    private boolean isKind;

    Sightings(Mention mention) {
        this.mention = mention;
    }

    /// Looks at an event of which these parts go.
    void add(Entry entry, Set<Part> parts) {
        boolean mayTellKind = !isKind && parts.contains(Part.TARGETS);
        if (!mayTellKind && !parts.contains(Part.ACTOR)) {
            return;
        }
        AuditEvent event = EventReader.event(entry.parts());
        if (parts.contains(Part.ACTOR)) {
            count(event.actor());
        }
        isKind |=
                mayTellKind
                        && event.targets().stream()
                                .anyMatch(target ->
                                        target.type() != null && mention.inText(target.type()));
    }

    private void count(Actor actor) {
        String who =
                Optional.ofNullable(actor.id())
                        .or(() -> Optional.ofNullable(actor.email()))
                        .or(() -> Optional.ofNullable(actor.name()))
                        .orElse("");
        if (actors.containsKey(who) || actors.size() < Limits.ERASURE_ACTORS_MAX) {
            actors.merge(who, 1L, Long::sum);
        }
    }

    /// Whose events lose their actor: by id, of how many events; at most
    /// [Limits#ERASURE_ACTORS_MAX] of them.
    Map<String, Long> actors() {
        return actors;
    }

    /// Whether events call a kind of target so, as they do `order` and hardly a person.
    boolean isKind() {
        return isKind;
    }
}
