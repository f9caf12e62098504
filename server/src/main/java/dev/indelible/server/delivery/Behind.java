package dev.indelible.server.delivery;

import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Lane;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import java.util.List;

/// How far a destination is behind the journal.
///
/// @param events not confirmed
/// @param exact whether they are as many, or at most as many: where there is a filter, nobody has
///   looked yet at those that are not planned
/// @param oldestMillis when the journal took the oldest of these; 0 if there is none
public record Behind(long events, boolean exact, long oldestMillis) {

    /// The destination of this lane, now.
    public static Behind of(Journal journal, Lane.View view) {
        long unplanned = unplanned(journal, view);
        Destination destination = view.destination();
        boolean all = destination.filter().isBlank() && destination.earlier().isEmpty();
        long events = view.unconfirmed() + unplanned;
        return new Behind(events, all || unplanned == 0, events == 0 ? 0 : oldest(journal, view));
    }

    /// Since the journal took the oldest. Where the clock was set back to before that, by so much:
    /// how long it waits nobody knows, but it does.
    public double seconds(long nowMillis) {
        return oldestMillis == 0 ? 0 : Math.abs(nowMillis - oldestMillis) / 1000.0;
    }

    private static long unplanned(Journal journal, Lane.View view) {
        Progress progress = view.progress();
        long positions = Math.max(0, end(journal, view) - progress.plannedPosition());
        String organization = view.destination().organization();
        return organization == null
                ? positions
                : Math.min(
                        positions,
                        Math.max(
                                0,
                                journal.nextSequence(organization) - progress.plannedSequence()));
    }

    /// What comes after a destination was deleted is not meant for it.
    private static long end(Journal journal, Lane.View view) {
        return Math.min(journal.end(), view.destination().leavingAt().orElse(Long.MAX_VALUE));
    }

    private static long oldest(Journal journal, Lane.View view) {
        if (view.oldestMillis() > 0) {
            return view.oldestMillis();
        }
        long position = view.progress().plannedPosition();
        List<Entry> next =
                position >= end(journal, view) ? List.of() : journal.read(position, 1, 1);
        return next.isEmpty() ? 0 : next.getFirst().receivedMillis();
    }
}
