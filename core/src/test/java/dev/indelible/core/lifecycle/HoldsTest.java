package dev.indelible.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.access.Caller;
import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.search.QueryLanguage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    @Test
    void whatIsNotSeenIsRefusedInANewHold() {
        for (String unseen : List.of("\u001b[2J", "\n", "\u0085", "\u202e", "\u200b", "\u3164")) {
            for (boolean inReason : List.of(true, false)) {
                String reason = inReason ? "case" + unseen : "case";
                String owner = inReason ? "legal" : "legal" + unseen;

                assertThatThrownBy(() -> lifecycle.hold(SOMEBODY, "acme", "*", reason, owner))
                        .isInstanceOf(Rejected.class)
                        .hasMessageContaining(
                                "the %s has U+%04X at character %d, which is not seen",
                                inReason ? "reason" : "owner",
                                unseen.codePointAt(0),
                                inReason ? 5 : 6);
            }
        }
        assertThat(lifecycle.holds("acme")).isEmpty();
        // One that an earlier release took is kept as it is.
        assertThat(Hold.of("h1", Map.of("query", "*", "reason", "a\nb", "owner", "c")).reason())
                .isEqualTo("a\nb");
    }

    @Test
    void valueThatNoEventHasIsRefusedInANewHold() {
        assertThatThrownBy(() -> lifecycle.hold(SOMEBODY, "acme", "outcome:fine", "case", "legal"))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("'fine' is none of: success");
        assertThat(lifecycle.holds("acme")).isEmpty();
        // One that an earlier release took is kept, and what else it covers stays.
        Map<String, String> note =
                Map.of("query", "outcome:(fine denied)", "reason", "a", "owner", "c");
        assertThat(Hold.of("h1", note).asked())
                .isEqualTo(QueryLanguage.kept("outcome:(fine denied)"));
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
