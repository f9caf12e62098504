package dev.indelible.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PausesTest {
    private static final String FAILURE = "the server answers 503: \u001b[31mbusy";
    private static final String TOLD =
            "indelible: the server answers 503: �[31mbusy; trying again for %d s at most\n";

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final HandTime time = new HandTime();
    private final Pauses pauses =
            new Pauses(Duration.ofMinutes(10), new PrintStream(told, true, UTF_8), time);

    @Test
    void itIsToldOnceAsSoonAsItTakesLongerThanAMoment() throws Exception {
        while (told.size() == 0) {
            assertThat(time.nanos).isLessThan(3_000_000_000L);
            assertThat(pauses.await(FAILURE, Optional.empty())).isEmpty();
        }
        assertThat(time.nanos).isGreaterThan(3_000_000_000L);
        String first = told.toString(UTF_8);
        for (int times = 0; times < 10; times++) {
            assertThat(pauses.await(FAILURE, Optional.of(Duration.ofSeconds(7)))).isEmpty();
        }

        assertThat(told.toString(UTF_8))
                .isEqualTo(first)
                .isIn(IntStream.rangeClosed(597, 600).mapToObj(TOLD::formatted).toList());
    }

    @Test
    void whatTakesAMomentIsNotTold() throws Exception {
        for (int times = 0; times < 100; times++) {
            assertThat(pauses.await(FAILURE, Optional.of(Duration.ofSeconds(3)))).isEmpty();
            pauses.succeeded();
        }

        assertThat(told.size()).isZero();
    }

    @Test
    void itWaitsAsLongAsTheServerAsksAndTellsAgainAfterSomethingWorked() throws Exception {
        assertThat(pauses.await(FAILURE, Optional.of(Duration.ofMinutes(10)))).isEmpty();
        assertThat(time.nanos).isEqualTo(600_000_000_000L);
        pauses.succeeded();
        assertThat(pauses.await(FAILURE, Optional.of(Duration.ofSeconds(4)))).isEmpty();

        assertThat(told.toString(UTF_8)).isEqualTo(TOLD.formatted(600).repeat(2));
    }

    @Test
    void itGivesUpAtOnceWhereTheServerAsksToWaitForLongerThanIsLeft() throws Exception {
        assertThat(pauses.await(FAILURE, Optional.of(Duration.ofSeconds(200)))).isEmpty();

        assertThat(pauses.await(FAILURE, Optional.of(Duration.ofSeconds(401))))
                .contains("it asks to wait for 401 s, longer than the 400 s that are left to try");
        assertThat(time.nanos).isEqualTo(200_000_000_000L);
    }

    @Test
    void itGivesUpInTheEnd() throws Exception {
        Optional<String> inVain = Optional.empty();
        while (inVain.isEmpty()) {
            assertThat(time.nanos).isLessThanOrEqualTo(630_000_000_000L);
            inVain = pauses.await(FAILURE, Optional.empty());
        }

        assertThat(time.nanos).isBetween(600_000_000_000L, 630_000_000_000L);
        assertThat(inVain.get()).matches("it has been so for 6[0-3]\\d s");
    }

    /// Passes when it is told to, and only then.
    private static final class HandTime implements Pauses.Time {
        private long nanos;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void pass(Duration pause) {
            nanos += pause.toNanos();
        }
    }
}
