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
    void whoWaitsForAReceiverKeepsNobodyOfAnotherIntegrationWaiting() throws Exception {
        var begun = new CountDownLatch(1);
        var slow = new CountDownLatch(1);
        Thread waiting =
                Thread.ofVirtual()
                        .start(() ->
                                turns.in(
                                        "d1",
                                        () -> {
                                            begun.countDown();
                                            return await(slow);
                                        }));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(turns.in("d2", () -> "done")).isEqualTo("done");
        turns.ifFree(
                "d1",
                () -> {
                    throw new AssertionError("it is another's turn");
                });

        slow.countDown();
        waiting.join();
        var done = new boolean[1];
        turns.ifFree("d1", () -> done[0] = true);
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
