package dev.indelible.server.delivery;

import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Numbers;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.journal.Times;
import dev.indelible.event.EventTime;
import dev.indelible.event.InvalidEventException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where in the journal what people say begins.
public final class Places {
    private static final String SEQUENCE = "sequence:";
    private static final String NUMBER = "destinationSequence:";

    private Places() {}

    /// Where a new integration begins: `now`, at the `beginning`, or a place.
    ///
    /// @throws FaultySettings if it is none of these
    static long start(Journal journal, Draft draft) {
        String text = draft.start().orElse("now");
        if (text.equals("now")) {
            return journal.end();
        }
        if (text.equals("beginning")) {
            return 0;
        }
        try {
            refuseUnborn(journal, draft.organization(), text);
            return position(journal, draft.organization(), text);
        } catch (InvalidEventException | NumberFormatException e) {
            throw new FaultySettings(
                    "start",
                    "start is 'now', 'beginning', a time such as 2026-01-01T00:00:00Z, or sequence:42 of an organization's log");
        }
    }

    /// What is wrong with where a new integration begins; empty if nothing is.
    static List<SinkKind.Fault> faults(Journal journal, Draft draft) {
        try {
            start(journal, draft);
            return List.of();
        } catch (FaultySettings e) {
            return e.faults();
        }
    }

    /// Whoever names a sequence that nothing has yet has mistaken it.
    private static void refuseUnborn(Journal journal, @Nullable String organization, String text) {
        if (!text.startsWith(SEQUENCE) || organization == null) {
            return;
        }
        long next = journal.nextSequence(organization);
        if (Long.parseLong(text.substring(SEQUENCE.length())) > next) {
            throw new FaultySettings(
                    "start",
                    "start is after the newest event; the next one gets sequence %d"
                            .formatted(next));
        }
    }

    /// The position of what was received from a time on, or of `sequence:42` of the organization's
    /// log.
    ///
    /// @param organization absent for the whole instance, which has no sequence of its own
    /// @throws InvalidEventException if it is neither
    /// @throws NumberFormatException if the sequence is no number
    public static long position(Journal journal, @Nullable String organization, String text)
            throws InvalidEventException {
        if (text.startsWith(SEQUENCE) && organization != null) {
            long sequence = Long.parseLong(text.substring(SEQUENCE.length()));
            List<Entry> found =
                    sequence < 0 ? List.of() : journal.readOf(organization, sequence, 1, 1);
            return found.isEmpty() ? journal.end() : found.getFirst().position();
        }
        return Times.position(journal, EventTime.parse(text).instant().toEpochMilli());
    }

    /// Where a replay begins, or ends before: as [#position], or at `destinationSequence:42`, the
    /// number that the destination has events under.
    ///
    /// @throws InvalidEventException if it is none of these
    /// @throws NumberFormatException if a sequence is no number
    public static long replayed(
            Journal journal, DeliveryStore store, Destination destination, String text)
            throws InvalidEventException {
        if (text.startsWith(NUMBER)) {
            long number = Long.parseLong(text.substring(NUMBER.length()));
            if (number < 1) {
                throw new NumberFormatException("numbers begin at 1, not at " + number);
            }
            return Numbers.position(store, destination, number, journal.end())
                    .orElse(journal.end());
        }
        return position(journal, destination.organization(), text);
    }
}
