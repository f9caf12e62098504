package dev.indelible.server.delivery;

import dev.indelible.core.access.Caller;
import dev.indelible.core.delivery.Batch;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Parcel;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.Operation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Tries integrations out: a real audit event, sent at once beside the live stream, whose cursor
/// does not move. Any thread.
public final class Trials {
    private final Hands hands;

    /// @param hands what it works with
    public Trials(Hands hands) {
        this.hands = hands;
    }

    private Trial test(Caller caller, Destination destination, Sink sink) {
        Entry event =
                hands.events()
                        .write(
                                Optional.of(caller),
                                Integrations.act(
                                        "integration.test",
                                        Operation.EXECUTE,
                                        destination,
                                        "test of '%s'".formatted(destination.name())));
        try (sink) {
            byte[] body =
                    sink.render(
                            new Batch(destination.id(), false, List.of(new Batch.Item(0, event))));
            var parcel = new Parcel("test-" + event.id(), body, 1, 0, 0, false);
            return new Trial(event, sink.test(parcel));
        }
    }

    /// What came of a test.
    public record Trial(Entry event, Sink.Exchange exchange) {}

    /// Tries the stored settings.
    public Trial test(Caller caller, Destination destination) {
        return test(caller, destination, hands.open(destination));
    }

    /// Tries settings and keeps nothing but the event.
    public Trial test(Caller caller, Draft draft) {
        SinkKind.Settings settings = new Checks(hands.kinds()).checked(draft, Map.of());
        SinkKind kind = Objects.requireNonNull(hands.kinds().get(draft.type()));
        var destination =
                new Destination(
                        "test",
                        draft.organization(),
                        draft.name(),
                        draft.type(),
                        draft.filter(),
                        settings.json(),
                        "",
                        0,
                        0,
                        0,
                        0,
                        "",
                        Optional.empty(),
                        List.of(),
                        false);
        return test(caller, destination, kind.open(settings.of(draft.organization())));
    }
}
