package dev.indelible.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.event.Client;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Whoever guesses from behind the proxy that all others come from.
class FailuresTest {
    private static final Client PROXY = new Client("192.0.2.1", null, null, null, null);
    private static final Client ELSEWHERE = new Client("192.0.2.2", null, null, null, null);
    private static final String CHOSEN = "a bootstrap key of some length";

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final AtomicLong passed = new AtomicLong();
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    private final Access access =
            new Access(new MemoryRegistry(), new byte[32], clock, passed::get, new Random(1));

    private String madeKey() {
        assertThat(access.bootstrap(Optional.of(CHOSEN))).isEmpty();
        return access.createKey(
                        access.authenticate(CHOSEN, ELSEWHERE),
                        Level.INSTANCE,
                        "sender",
                        Set.of(Role.WRITER),
                        null,
                        Teller.none())
                .secret();
    }

    private void guess(String secret, int times) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> access.authenticate(secret, PROXY))
                    .isInstanceOfAny(Denied.class, Busy.class);
        }
    }

    @Test
    void whoGuessesKeepsNobodyOutWhoHasAMadeKey() {
        String made = madeKey();
        String wrong = made.substring(0, made.length() - 1) + "x";

        for (String guess : new String[] {"a guess at the chosen key", wrong, "ind_k_x", ""}) {
            guess(guess, 100);

            assertThat(access.authenticate(made, PROXY).name()).isEqualTo("sender");
            assertThat(access.authenticate(CHOSEN, ELSEWHERE).id()).isEqualTo("bootstrap");
        }
        // The chosen one is not looked at from there, so that it cannot be found by guessing.
        assertThatThrownBy(() -> access.authenticate(CHOSEN, PROXY)).isInstanceOf(Busy.class);
        passed.addAndGet(3_000);
        assertThat(access.authenticate(CHOSEN, PROXY).id()).isEqualTo("bootstrap");
    }

    /// Set forth, it gives no guesses; set back, it keeps nobody out any longer.
    @Test
    void nobodyWaitsByTheClockOfTheDay() {
        assertThat(access.bootstrap(Optional.of(CHOSEN))).isEmpty();
        guess("a guess at the chosen key", 100);

        for (Duration set : List.of(Duration.ofHours(1), Duration.ofDays(-1))) {
            millis.addAndGet(set.toMillis());
            assertThatThrownBy(() -> access.authenticate(CHOSEN, PROXY)).isInstanceOf(Busy.class);
        }
        passed.addAndGet(3_000);
        assertThat(access.authenticate(CHOSEN, PROXY).id()).isEqualTo("bootstrap");
    }

    @Test
    void addressesWithoutEndTakeNoMoreMemory() {
        var failures = new Failures(passed::get);

        for (int i = 0; i < 3 * Failures.ADDRESSES_MAX; i++) {
            failures.failed("2001:db8::" + Integer.toHexString(i));
            failures.requireRoom("2001:db8:1::" + Integer.toHexString(i));
        }

        assertThat(failures.addresses()).isEqualTo(Failures.ADDRESSES_MAX);
    }
}
