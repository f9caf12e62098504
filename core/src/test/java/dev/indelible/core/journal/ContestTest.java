package dev.indelible.core.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.ops.Limits;
import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ContestTest {
    private static final int SMALL = Limits.SMALL_REQUEST_BYTES_MAX;
    private static final int LARGE = SMALL + 1;

    private final Contest contest = new Contest();

    @Test
    void largeRequestsOfSeveralWaitForEachOther() {
        for (int i = 0; i < 4; i++) {
            contest.seen(of(i % 2 == 0 ? "a" : "b"), LARGE, 1_000);
        }

        assertThat(contest.isOn(1_000)).isFalse();
    }

    @Test
    void aSmallOneContestsWithALargeOneOfAnotherBeforeOrAfterIt() {
        contest.seen(of("a"), LARGE, 1_000);
        contest.seen(of("b"), SMALL, 1_000);
        assertThat(contest.isOn(1_000)).isTrue();
        assertThat(contest.isOn(1_499)).isTrue();
        assertThat(contest.isOn(1_500)).isFalse();

        contest.seen(of("a"), LARGE, 1_600);

        assertThat(contest.isOn(1_600)).isTrue();
    }

    /// Else groups would stay small, and large requests and the index slow, for as long.
    @Test
    void aClockThatIsSetBackDoesNotMakeItLast() {
        long late = 90_000_000;
        contest.seen(of("a"), LARGE, late);
        contest.seen(of("b"), SMALL, late);
        assertThat(contest.isOn(late)).isTrue();

        assertThat(contest.isOn(late - 3_600_000)).isFalse();
        contest.seen(of("a"), LARGE, late - 3_600_000);
        assertThat(contest.isOn(late - 3_600_000)).isTrue();
    }

    private static Draft of(String organization) {
        return new Draft(
                organization,
                new UUID(0, 1),
                "key of " + organization,
                new byte[Leaf.SEED_BYTES],
                Parts.of(Map.of(Part.CORE, "{\"action\":\"x\"}".getBytes(UTF_8))));
    }
}
