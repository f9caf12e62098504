package dev.indelible.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.delivery.Lane;
import dev.indelible.core.delivery.MemoryDeliveryStore;
import dev.indelible.core.delivery.Supplies;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StopTest {
    /// The server waits for it no longer than it must, and closes the store.
    @Test
    void laneThatWaitsInASendWhenAllStopsEndsQuietly() {
        var memory = new MemoryDeliveryStore();
        var world = new World(new Random(7), () -> memory);
        SimulatedReceiver receiver = world.destination("d", "organization-0", "");
        world.deliveries.close();
        List<Lane> lanes = new ArrayList<>();
        var deliveries = new Deliveries[1];
        var store = new Crashes(_ -> refuse());
        var sending =
                new Crashes(_ -> {
                    store.in(1);
                    deliveries[0].close();
                });
        Supplies supplies = world.supplies();
        deliveries[0] =
                new Deliveries(
                        new Supplies(
                                supplies.journal(),
                                store.around(supplies.store()),
                                supplies.clock(),
                                supplies.random(),
                                supplies.shares(),
                                supplies.erased()),
                        _ -> sending.around(receiver.sink()),
                        (lane, _) -> lanes.add(lane));
        deliveries[0].open();
        world.append(10, 1);
        sending.in(2);
        for (int i = 0; i < 20 && !lanes.getFirst().isOver(); i++) {
            lanes.getFirst().step();
        }

        assertThat(receiver.sends()).isOne();
        assertThat(lanes.getFirst().isOver()).isTrue();
        assertThat(store.met()).isPositive();
        assertThat(lanes.getFirst().view().state())
                .as("nothing is told of a store that is closed")
                .isEqualTo(Condition.State.ACTIVE);
        assertThat(receiver.openSinks()).isOne(); // That of the world's own lane.
    }

    private static void refuse() {
        throw new IllegalStateException("the store is closed");
    }
}
