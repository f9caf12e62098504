package dev.indelible.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TurnsTest {
    private final Turns turns = new Turns();

    @Test
    @Timeout(30)
    void whoWaitsForAReceiverKeepsNobodyOfAnotherOrganizationWaiting() throws Exception {
        var begun = new CountDownLatch(1);
        var slow = new CountDownLatch(1);
        Thread waiting =
                Thread.ofVirtual()
                        .start(() ->
                                turns.in(
                                        "acme",
                                        () -> {
                                            begun.countDown();
                                            return await(slow);
                                        }));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(turns.in("other", () -> "done")).isEqualTo("done");
        assertThat(turns.<String>in(null, () -> "done")).isEqualTo("done");
        turns.ifFree(
                "acme",
                () -> {
                    throw new AssertionError("it is another's turn");
                });

        slow.countDown();
        waiting.join();
        var done = new boolean[1];
        turns.ifFree("acme", () -> done[0] = true);
        assertThat(done[0]).isTrue();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
