package dev.indelible.server.delivery;

import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Lane;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import java.util.List;
import java.util.Optional;

/// How a destination stands, for people: never better than it is.
///
/// @param healthy active, nothing parked, and nothing unconfirmed for longer than a minute
/// @param trouble what is wrong, one sentence
/// @param lagEvents events not confirmed; an upper bound where there is a filter
/// @param oldestMillis when the journal took the oldest of these; 0 if there is none
/// @param parked wait for a person
/// @param sending parked events that a person sends, neither taken nor refused yet
/// @param confirmedTo the last number that is confirmed or set aside
public record Standing(
        Lane.View view,
        boolean healthy,
        Optional<String> trouble,
        long sinceMillis,
        long lagEvents,
        double lagSeconds,
        long oldestMillis,
        long confirmedTo,
        long parked,
        long sending,
        long sentLater,
        long skipped) {
    private static final long HEALTHY_MILLIS = 60_000;

    /// Of this destination, now.
    public static Standing of(DeliveryDesk desk, Destination destination) {
        Lane.View view = desk.deliveries().live(destination);
        Progress progress = view.progress();
        String id = destination.id();
        long now = desk.clock().millis();
        long lag = view.unconfirmed() + unplanned(desk.journal(), destination, progress);
        long oldest = lag == 0 ? 0 : oldest(desk.journal(), view);
        double seconds = oldest == 0 ? 0 : Math.max(0, now - oldest) / 1000.0;
        long parked = desk.store().parkedCount(id, Parked.State.PARKED);
        Condition.State state = view.state();
        long sending = desk.store().parkedCount(id, Parked.State.SENDING);
        Optional<String> trouble = trouble(view, parked, sending, now - oldest, lag);
        return new Standing(
                view,
                state == Condition.State.ACTIVE && trouble.isEmpty(),
                trouble,
                destination
                        .pause()
                        .map(Destination.Pause::sinceMillis)
                        .orElse(progress.condition().sinceMillis()),
                lag,
                seconds,
                oldest,
                progress.nextDestinationSequence() - 1 - view.unconfirmed(),
                parked,
                sending,
                desk.store().parkedCount(id, Parked.State.SENT),
                desk.store().parkedCount(id, Parked.State.SKIPPED));
    }

    private static long unplanned(Journal journal, Destination destination, Progress progress) {
        long positions = Math.max(0, journal.end() - progress.plannedPosition());
        String organization = destination.organization();
        return organization == null
                ? positions
                : Math.min(
                        positions,
                        Math.max(
                                0,
                                journal.nextSequence(organization) - progress.plannedSequence()));
    }

    private static long oldest(Journal journal, Lane.View view) {
        if (view.oldestMillis() > 0) {
            return view.oldestMillis();
        }
        long position = view.progress().plannedPosition();
        List<Entry> next = position >= journal.end() ? List.of() : journal.read(position, 1, 1);
        return next.isEmpty() ? 0 : next.getFirst().receivedMillis();
    }

    private static Optional<String> trouble(
            Lane.View view, long parked, long sending, long behindMillis, long lag) {
        return switch (view.state()) {
            case PAUSED -> Optional.of("it is paused; events wait in the journal");
            case RETRYING, NEEDS_ATTENTION, SUSPENDED ->
                    Optional.of(
                            view.progress()
                                    .condition()
                                    .error()
                                    .map(failure -> failure.refusal().reason())
                                    .orElse("it fails"));
            case ACTIVE -> {
                if (parked > 0) {
                    yield Optional.of("%d events are parked".formatted(parked));
                }
                if (sending > 0) {
                    yield Optional.of("%d parked events are being sent".formatted(sending));
                }
                yield lag > 0 && behindMillis > HEALTHY_MILLIS
                        ? Optional.of("it is behind by more than a minute")
                        : Optional.empty();
            }
        };
    }
}
