package dev.indelible.server.delivery;

import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Lane;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Progress;
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
    private static final double HEALTHY_SECONDS = 60;

    /// Of this destination, now.
    public static Standing of(DeliveryDesk desk, Destination destination) {
        Lane.View view = desk.deliveries().live(destination);
        Progress progress = view.progress();
        String id = destination.id();
        long now = desk.clock().millis();
        Behind behind = Behind.of(desk.journal(), view);
        long parked = desk.store().parkedCount(id, Parked.State.PARKED);
        Condition.State state = view.state();
        long sending = desk.store().parkedCount(id, Parked.State.SENDING);
        Optional<String> trouble = trouble(view, parked, sending, behind.seconds(now));
        return new Standing(
                view,
                state == Condition.State.ACTIVE && trouble.isEmpty(),
                trouble,
                destination
                        .pause()
                        .map(Destination.Pause::sinceMillis)
                        .orElse(progress.condition().sinceMillis()),
                behind.events(),
                behind.seconds(now),
                behind.oldestMillis(),
                view.confirmedTo(),
                parked,
                sending,
                desk.store().parkedCount(id, Parked.State.SENT),
                desk.store().parkedCount(id, Parked.State.SKIPPED));
    }

    /// Whether it is healthy, without all that only people want to know: what is asked of each
    /// destination at each look at the server is in memory.
    public static boolean isHealthy(DeliveryDesk desk, Destination destination) {
        Lane.View view = desk.deliveries().live(destination);
        return view.state() == Condition.State.ACTIVE
                && desk.store().parkedCount(destination.id(), Parked.State.PARKED) == 0
                && desk.store().parkedCount(destination.id(), Parked.State.SENDING) == 0
                && Behind.of(desk.journal(), view).seconds(desk.clock().millis())
                        <= HEALTHY_SECONDS;
    }

    private static Optional<String> trouble(
            Lane.View view, long parked, long sending, double lagSeconds) {
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
                    yield Optional.of(
                            parked == 1
                                    ? "1 event is parked"
                                    : "%d events are parked".formatted(parked));
                }
                if (sending > 0) {
                    yield Optional.of("%d parked events are being sent".formatted(sending));
                }
                yield lagSeconds > HEALTHY_SECONDS
                        ? Optional.of("it is behind by more than a minute")
                        : Optional.empty();
            }
        };
    }
}
