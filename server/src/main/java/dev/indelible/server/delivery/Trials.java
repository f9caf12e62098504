package dev.indelible.server.delivery;

import dev.indelible.core.access.Caller;
import dev.indelible.core.delivery.Batch;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Parcel;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.core.delivery.Statements;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.Operation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

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
                                        Statements.TEST,
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
        return test(caller, "test", draft, settings);
    }

    /// Tries what an integration would be once it is changed, and changes nothing.
    ///
    /// @throws FaultySettings if it cannot be as asked, or a stored secret would go elsewhere
    public Trial test(Caller caller, Destination old, Draft draft) {
        SinkKind.Settings settings =
                new Checks(hands.kinds()).changed(old, draft, hands.stored(old));
        return test(caller, old.id(), draft, settings);
    }

    private Trial test(Caller caller, String id, Draft draft, SinkKind.Settings settings) {
        SinkKind kind = Objects.requireNonNull(hands.kinds().get(draft.type()));
        var destination =
                new Destination(
                        id,
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
                        OptionalLong.empty());
        return test(caller, destination, kind.open(settings.of(draft.organization())));
    }
}
