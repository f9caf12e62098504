package dev.indelible.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.MemoryDeliveryStore;
import dev.indelible.core.delivery.Plan;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What becomes of planned batches when another version renders otherwise.
class RendererTest {
    private final DeliveryStore store = new MemoryDeliveryStore();
    private final World world = new World(new Random(7), () -> store);
    private final SimulatedReceiver receiver = world.destination("d", "organization-0", "");

    @Test
    void whatIsRenderedUnderAnotherNameIsPlannedAnewUnderTheSameNumbersAndSaysWhy() {
        receiver.faults(new SimulatedReceiver.Faults(1, 0, 0, 0, 0));
        world.append(30, 1);
        world.until(50_000, () -> receiver.sends() == 1);

        receiver.format("b");
        receiver.version(2);
        receiver.faults(SimulatedReceiver.Faults.none());
        world.start();
        world.until(50_000, () -> world.isDelivered("d"));

        assertThat(world.oracle("d").judge(receiver.stored()).violations()).isEmpty();
        assertThat(store.recent("d", 10).stream().map(Plan::state))
                .containsExactlyInAnyOrder(Plan.State.REPLACED, Plan.State.CONFIRMED);
        assertThat(store.recent("d", 10).stream().map(Plan::reason).collect(Collectors.joining()))
                .contains("it is rendered as simulated/2 now");
    }
}
