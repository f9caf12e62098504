package dev.indelible.core.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.lifecycle.MemoryNotes;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QuotasTest {
    private static final Optional<String> ACME = Optional.of("acme");

    private final AtomicLong millis =
            new AtomicLong(Instant.parse("2026-01-01T22:00:00Z").toEpochMilli());
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());

    @Test
    void requestsOfASecondAreUsedUpAndComeBack() {
        var quotas = new Quotas(new Quota(10, 0, 0), Quota.NONE, clock);
        for (int i = 9; i >= 0; i--) {
            assertThat(quotas.charge("k1", ACME, 0))
                    .containsExactly(new Standing("key-requests", "requests", 10, 1, i, 1));
        }

        refused(quotas, "k1", 0, Duration.ofSeconds(1));
        assertThat(quotas.charge("k2", ACME, 0)).as("another key").isNotEmpty();
        millis.addAndGet(500);
        for (int i = 0; i < 5; i++) {
            assertThat(quotas.charge("k1", ACME, 0)).isNotEmpty();
        }
        refused(quotas, "k1", 0, Duration.ofSeconds(1));
    }

    @Test
    void largeBodyPassesAndIsPaidForAfterwards() {
        var quotas = new Quotas(Quota.NONE, new Quota(0, 1000, 0), clock);

        List<Standing> standing = quotas.charge("k1", ACME, 6000);

        assertThat(standing)
                .containsExactly(
                        new Standing("organization-bytes", "content-bytes", 1000, 1, 0, 6));
        assertThat(quotas.charge("k1", ACME, 0)).as("reading costs no bytes").isNotEmpty();
        refused(quotas, "k2", 1, Duration.ofSeconds(6));
        assertThat(quotas.charge("k1", Optional.of("globex"), 10)).isNotEmpty();
        millis.addAndGet(5001);
        assertThat(quotas.charge("k1", ACME, 1)).isNotEmpty();
    }

    @Test
    void whatIsUnpackedNeverPassesADay() {
        var quotas = new Quotas(new Quota(5, 0, 0), new Quota(0, 0, 1000), clock);
        assertThat(quotas.charge("k1", ACME, 10)).hasSize(2);

        quotas.chargeMore("k1", ACME, 10, 690);

        assertThat(quotas.charge("k2", ACME, 10).getLast().remaining()).isEqualTo(290);
        quotas.chargeMore("k2", ACME, 10, 200);
        assertThatThrownBy(() -> quotas.chargeMore("k2", ACME, 210, 100))
                .isInstanceOf(Busy.class)
                .hasMessageContaining(
                        "has 310 bytes as far as it is unpacked, and unpacked bytes count; 300 of the day's 1000 are left");
        quotas.giveBack("k2", ACME, 210);
        assertThatThrownBy(() -> quotas.chargeMore("k3", ACME, 900, 101))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining(
                        "has 1001 bytes as far as it is unpacked, and unpacked bytes count; 1000 are allowed in a day");
        assertThat(quotas.charge("k1", ACME, 0).getFirst().remaining())
                .as("requests are not bytes")
                .isEqualTo(3);
        assertThat(quotas.charge("k1", ACME, 300).getLast().remaining()).isZero();
        assertThatThrownBy(() -> quotas.chargeMore("k1", ACME, 300, 1)).isInstanceOf(Busy.class);
        millis.addAndGet(Duration.ofHours(2).toMillis());
        quotas.giveBack("k1", ACME, 300);
        assertThat(quotas.charge("k1", ACME, 1).getLast().remaining()).isEqualTo(999);
    }

    @Test
    void ofManyBodiesThatAreUnpackedAtOnceOneGoesIntoDebtAtMost() {
        int bodies = 8;
        long second = 1000;
        long step = 100;
        var quotas = new Quotas(Quota.NONE, new Quota(0, second, 0), clock);
        long[] charged = new long[bodies];
        for (int i = 0; i < bodies; i++) {
            assertThat(quotas.charge("k" + i, ACME, 1)).isNotEmpty();
            charged[i] = 1;
        }

        // Each would have a hundred seconds' worth.
        for (long size = step; size <= 100 * second; size += step) {
            for (int i = 0; i < bodies; i++) {
                long before = charged[i];
                if (before > 0) {
                    try {
                        quotas.chargeMore("k" + i, ACME, before, step);
                        charged[i] += step;
                    } catch (Busy e) {
                        quotas.giveBack("k" + i, ACME, before);
                        charged[i] = 0;
                    }
                }
            }
        }

        assertThat(Arrays.stream(charged).filter(bytes -> bytes > 0)).as("whole").hasSize(1);
        refused(quotas, "k1", 1, Duration.ofSeconds(100));
    }

    @Test
    void aRestartGivesNobodyASecondDay() {
        var notes = new MemoryNotes();
        var quota = new Quota(0, 1000, 1000);
        var quotas = new Quotas(quota, quota, clock);
        var memory = new DayMemory(quotas, notes);
        assertThat(quotas.charge("k1", ACME, 700)).hasSize(4);
        assertThat(quotas.charge("k 2 ", Optional.empty(), 300)).hasSize(2);

        assertThat(memory.step()).isEqualTo(Duration.ofSeconds(1));

        // Killed now, and begun anew with another quota for keys.
        quotas.charge("k3", ACME, 100);
        var again = new Quotas(new Quota(0, 0, 900), quota, clock);
        assertThat(new DayMemory(again, notes).step()).isPositive();
        assertThat(remaining(again, "k1", ACME)).containsExactly(200L, 1000L, 300L);
        assertThat(remaining(again, "k 2 ", Optional.empty())).containsExactly(600L);
        assertThat(remaining(again, "acme", Optional.of("k1"))).containsExactly(900L, 1000L, 1000L);

        // Not bounded any more, and on another day.
        var free = new Quotas(Quota.NONE, Quota.NONE, clock);
        assertThat(new DayMemory(free, notes).step()).isPositive();
        assertThat(free.standings("k1", ACME)).isEmpty();
        millis.addAndGet(Duration.ofHours(2).toMillis());
        var next = new Quotas(quota, quota, clock);
        assertThat(new DayMemory(next, notes).step()).isPositive();
        assertThat(remaining(next, "k1", ACME)).containsOnly(1000L);
    }

    private static List<Long> remaining(Quotas quotas, String key, Optional<String> organization) {
        return quotas.standings(key, organization).stream().map(Standing::remaining).toList();
    }

    /// What a second allows is there a second later; a day that was begun is the same one still.
    @Test
    void clockThatIsSetBackKeepsNobodyWaiting() {
        var quotas = new Quotas(new Quota(2, 0, 0), new Quota(0, 0, 1000), clock);
        quotas.charge("k1", ACME, 100);
        quotas.charge("k1", ACME, 100);
        refused(quotas, "k1", 0, Duration.ofSeconds(1));

        millis.addAndGet(-Duration.ofHours(30).toMillis());
        refused(quotas, "k1", 0, Duration.ofSeconds(1));
        millis.addAndGet(1_000);

        assertThat(quotas.charge("k1", ACME, 100))
                .extracting(Standing::remaining)
                .containsExactly(1L, 700L);
    }

    /// Who used up a day while the clock was a year ahead waits until midnight, as the refusal
    /// says.
    @Test
    void aDayThatTheClockSaidByMistakeEndsAtMidnight() {
        var quotas = new Quotas(Quota.NONE, new Quota(0, 0, 1000), clock);
        millis.addAndGet(Duration.ofDays(365).toMillis());
        quotas.charge("k1", ACME, 1000);
        millis.addAndGet(-Duration.ofDays(365).toMillis());
        long left = 86_400_000 - millis.get() % 86_400_000;

        millis.addAndGet(left - 1);
        refused(quotas, "k1", 1, Duration.ofSeconds(1));
        millis.addAndGet(1);

        assertThat(quotas.charge("k1", ACME, 1000))
                .extracting(Standing::remaining)
                .containsExactly(0L);
    }

    @Test
    void aMidnightThatComesAgainBeginsNoSecondDay() {
        var quotas = new Quotas(Quota.NONE, new Quota(0, 0, 1000), clock);
        millis.addAndGet(Duration.ofHours(3).toMillis());
        quotas.charge("k1", ACME, 1000);
        millis.addAndGet(-Duration.ofHours(2).toMillis());
        refused(quotas, "k1", 1, Duration.ofHours(1));

        millis.addAndGet(Duration.ofHours(2).toMillis());

        refused(quotas, "k1", 1, Duration.ofHours(23));
    }

    @Test
    void dayEndsAtMidnight() {
        var quotas = new Quotas(Quota.NONE, new Quota(0, 0, 1000), clock);
        assertThat(quotas.charge("k1", ACME, 1000)).isNotEmpty();

        refused(quotas, "k1", 1, Duration.ofHours(2));
        millis.addAndGet(Duration.ofHours(2).toMillis() - 1);
        refused(quotas, "k1", 1, Duration.ofSeconds(1));
        millis.addAndGet(1);
        assertThat(quotas.charge("k1", ACME, 1).getFirst().remaining()).isEqualTo(999);
    }

    @Test
    void oneBodyDoesNotPassADay() {
        var quotas = new Quotas(Quota.NONE, new Quota(0, 0, 1000), clock);
        assertThat(quotas.charge("k1", ACME, 600).getFirst().remaining()).isEqualTo(400);

        refused(quotas, "k1", 401, Duration.ofHours(2));
        assertThatThrownBy(() -> quotas.charge("k1", ACME, 401))
                .hasMessageContaining("the body has 401 bytes, and 400 of the day's 1000 are left");
        assertThat(quotas.charge("k1", ACME, 400).getFirst().remaining()).isZero();
        // Tomorrow it would be as large.
        assertThatThrownBy(() -> quotas.charge("k1", ACME, 1001))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("has 1001 bytes, and 1000 are allowed in a day");
    }

    @Test
    void refusedRequestChargesNothing() {
        var quotas = new Quotas(new Quota(2, 0, 0), new Quota(1, 0, 0), clock);
        assertThat(quotas.charge("k1", ACME, 0)).hasSize(2);
        for (int i = 0; i < 10; i++) {
            refused(quotas, "k1", 0, Duration.ofSeconds(1));
        }

        assertThat(quotas.charge("k1", Optional.empty(), 0).getFirst().remaining()).isZero();
    }

    private static void refused(Quotas quotas, String key, long bytes, Duration retryAfter) {
        assertThatThrownBy(() -> quotas.charge(key, ACME, bytes))
                .isInstanceOf(Busy.class)
                .extracting(e -> ((Busy) e).retryAfter())
                .isEqualTo(retryAfter);
    }
}
