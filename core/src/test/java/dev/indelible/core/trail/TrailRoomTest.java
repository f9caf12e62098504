package dev.indelible.core.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Limits;
import dev.indelible.event.Operation;
import java.util.Set;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/// Who asks much, and who asks beside them.
class TrailRoomTest extends RecordedTrail {
    @Test
    void anAttemptThatCannotBeRecordedIsToldLikeAnyOther() {
        askUntilBusy(i -> trail.refused(JANE, search(ACME, "q=" + i)));

        trail.attempted(JANE, Act.of("request.refuse", Operation.READ, ACME), "globex");

        trail.flush();
    }

    /// Nothing is written here until the end, as where a disk is full.
    @Test
    void whoAsksTooMuchToBeRecordedIsRefusedAndOthersAreNot() {
        askUntilBusy(i -> trail.read(JANE, search(ACME, "q=" + i), Shown.rows(1)));

        trail.read(JANE, search(UMBRELLA, "q=x"), Shown.rows(1));

        trail.flush();
        assertThat(events("acme")).hasSize(WaitingEvents.SHARE_EVENTS_MAX);
        assertThat(events("umbrella")).hasSize(1);
        trail.read(JANE, search(ACME, "q=after"), Shown.rows(1));
    }

    private static void askUntilBusy(IntConsumer question) {
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i <= Limits.TRAIL_EVENTS_MAX; i++) {
                                question.accept(i);
                            }
                        })
                .isInstanceOf(Busy.class);
    }

    @Test
    void whoAsksMuchEndsNoCountingOfOthers() {
        for (int poll = 0; poll < 3; poll++) {
            trail.read(JANE, search(UMBRELLA, "q=x"), Shown.rows(1));
            var asked = new Asked("y", poll, 100, true, Set.of());
            trail.read(JANE, search(UMBRELLA, "q=y" + poll), Shown.rows(1), asked);
            for (int i = 0; i <= Limits.TRAIL_WINDOWS_MAX; i++) {
                var other = new Asked("%d-%d".formatted(poll, i), 0, 100, true, Set.of());
                trail.read(JANE, search("q=" + other.about()), Shown.rows(1), other);
                if (trail.waitingEvents() >= WaitingEvents.SHARE_EVENTS_MAX) {
                    trail.step();
                }
            }
        }

        trail.flush();

        // Of each question the first, and the count of the others.
        assertThat(events("umbrella")).hasSize(4);
    }

    /// What an answer showed after its first event is written when it ends, whatever waits then.
    @Test
    void whoReadsAtLengthAgainAndAgainLeavesRoomToOthers() throws Exception {
        fill();
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i <= Limits.TRAIL_EVENTS_MAX; i++) {
                                LongRead read =
                                        trail.begin(JANE, search(ACME, "q=a"), Shown.rows(1));
                                read.more(Shown.rows(1));
                                read.close();
                            }
                        })
                .isInstanceOf(Busy.class);

        trail.read(JANE, search(UMBRELLA, "q=x"), Shown.rows(1));
    }
}
