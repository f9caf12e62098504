package dev.indelible.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.MemoryDeliveryStore;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.ParkedEvents;
import dev.indelible.core.delivery.ParkedEvents.Decision;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.Statements;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Several parked events, or several people, at a time.
class ParkedSendsTest {
    private final DeliveryStore store = new MemoryDeliveryStore();
    private final World world = new World(new Random(7), () -> store);
    private final SimulatedReceiver receiver = world.destination("d", "organization-0", "");
    private final ParkedEvents parkedEvents =
            new ParkedEvents(world.supplies(), _ -> receiver.sink(), () -> {});
    private List<Entry> entries = List.of();

    private void parked(int... numbers) {
        entries = world.append(20, 1);
        for (int number : numbers) {
            receiver.poison(entries.get(number - 1).id());
        }
        world.until(50_000, () -> world.isDelivered("d"));
        receiver.heal();
    }

    private Answer send(int number, Decision decision) {
        Entry entry = entries.get(number - 1);
        return parkedEvents.send(
                World.plain("d", "organization-0", ""),
                parkedEvents.waiting("d", number),
                entry,
                entry,
                decision);
    }

    @Test
    void eachIsSentOnceHoweverManyAwaitAnAcknowledgement() {
        receiver.bounds(new Sink.Bounds(50, 1 << 16, 4));
        parked(6, 11);
        long before = receiver.sends();
        receiver.silentFor(1_000);
        assertThat(send(6, new Decision("pia", ""))).isInstanceOf(Answer.Waiting.class);
        assertThat(send(11, new Decision("pia", ""))).isInstanceOf(Answer.Waiting.class);
        for (int i = 0; i < 10; i++) {
            parkedEvents.step();
        }
        assertThat(receiver.sends()).isEqualTo(before + 2);
        receiver.silentFor(0);
        while (store.parkedCount("d", Parked.State.SENT) < 2) {
            parkedEvents.step();
        }
        assertThat(receiver.sends()).isEqualTo(before + 2);
    }

    @Test
    void onlyWhoSendsItTellsOfIt() {
        parked(6);
        var told = new ArrayList<String>();
        var late =
                new Decision(
                        "lena",
                        "",
                        (_, change) -> {
                            told.add("lena");
                            change.run();
                        });
        var first =
                new Decision(
                        "pia",
                        "",
                        (_, change) -> {
                            told.add("pia");
                            assertThatThrownBy(() -> send(6, late)).isInstanceOf(Rejected.class);
                            change.run();
                        });

        assertThat(send(6, first)).isInstanceOf(Answer.Confirmed.class);

        assertThat(told).containsExactly("pia");
    }

    @Test
    void whatIsUnderWayIsNotCalledExtra() {
        receiver.faults(new SimulatedReceiver.Faults(0, 1, 0, 0, 0));
        List<Entry> sent = world.append(20, 1);
        world.until(50_000, () -> receiver.sends() > 0);
        Set<UUID> has = sent.stream().map(Entry::id).collect(Collectors.toSet());
        assertThat(store.open("d", Progress.LIVE)).isNotEmpty();
        UUID foreign = new UUID(1, 2);
        has.add(foreign);

        var comparison =
                new Statements(world.supplies())
                        .compare(World.plain("d", "organization-0", ""), has, 1, Long.MAX_VALUE);

        assertThat(comparison.extra()).containsExactly(foreign);
    }
}
