package dev.indelible.core.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
    void whatIsFoundOutLateIsPaidForAfterwards() {
        var quotas = new Quotas(new Quota(5, 0, 0), new Quota(0, 0, 1000), clock);
        assertThat(quotas.charge("k1", ACME, 10)).hasSize(2);

        quotas.owe("k1", ACME, 1500);

        refused(quotas, "k1", 1, Duration.ofHours(2));
        refused(quotas, "k2", 1, Duration.ofHours(2));
        assertThat(quotas.charge("k1", ACME, 0).getFirst().remaining())
                .as("requests are not bytes")
                .isEqualTo(3);
        millis.addAndGet(Duration.ofHours(2).toMillis());
        assertThat(quotas.charge("k1", ACME, 1).getLast().remaining()).isEqualTo(999);
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
