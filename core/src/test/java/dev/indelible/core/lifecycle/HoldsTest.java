package dev.indelible.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.access.Caller;
import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.core.ops.AuditException.Rejected;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HoldsTest {
    private static final LifecycleTrail.By SOMEBODY =
            new LifecycleTrail.By(Caller.Kind.KEY, "k1", "k1");

    private final Lifecycle lifecycle =
            new Lifecycle(
                    new MemoryNotes(),
                    new MemoryJournal(),
                    (_, _) -> {},
                    InstantSource.system(),
                    new Random(1),
                    List.of());

    @Test
    void anOrganizationHasABoundedNumberOfHolds() {
        for (int i = 0; i < 200; i++) {
            hold("acme");
        }

        assertThatThrownBy(() -> hold("acme"))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("has 200 holds, which is the most");
        hold("globex");
        String first = lifecycle.holds("acme").getFirst().id();
        lifecycle.release(SOMEBODY, "acme", first);
        hold("acme");
        assertThat(lifecycle.holds("acme")).hasSize(200);
    }

    private void hold(String organization) {
        lifecycle.hold(SOMEBODY, organization, "action:a.b", "case 1", "legal");
    }
}
