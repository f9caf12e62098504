package dev.indelible.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.access.Caller;
import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
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
                    (_, deed) -> tell(deed),
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

    private final List<String> told = new ArrayList<>();
    private boolean isFull;

    private void tell(LifecycleTrail.Deed deed) {
        if (isFull) {
            throw new Busy(Problem.DISK_FULL, Duration.ofSeconds(1), "no room for an event");
        }
        told.add(deed.action());
    }

    /// Else who waits until nothing can be written changes what is kept, and nobody sees it.
    @Test
    void nothingChangesThatTheLogCannotTell() {
        hold("acme");
        lifecycle.keep(SOMEBODY, "acme", new Retention(50, List.of()));
        String id = lifecycle.holds("acme").getFirst().id();
        long before = lifecycle.changes();
        isFull = true;

        assertThatThrownBy(() -> hold("acme")).isInstanceOf(Busy.class);
        assertThatThrownBy(() -> lifecycle.release(SOMEBODY, "acme", id)).isInstanceOf(Busy.class);
        assertThatThrownBy(() -> lifecycle.keep(SOMEBODY, "acme", new Retention(1, List.of())))
                .isInstanceOf(Busy.class);

        assertThat(lifecycle.holds("acme")).extracting(Hold::id).containsExactly(id);
        assertThat(lifecycle.retention("acme").bodyDays()).isEqualTo(50);
        assertThat(lifecycle.changes()).isEqualTo(before);
        isFull = false;
        lifecycle.release(SOMEBODY, "acme", id);
        assertThat(lifecycle.holds("acme")).isEmpty();
        assertThat(told).containsExactly("hold.create", "retention.update", "hold.release");
    }

    private void hold(String organization) {
        lifecycle.hold(SOMEBODY, organization, "action:a.b", "case 1", "legal");
    }
}
