package dev.indelible.core.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Many senders, one writer, and an end that comes amid them.
class GroupCommitRaceTest {
    private static final int SENDERS = 16;
    private static final int ROUNDS = 200;
    private static final int EACH = 20;

    @Test
    void whateverWasTakenIsAnsweredOnceAndWhateverWasNotIsRefused() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            run(round);
        }
    }

    private static void run(int round) throws Exception {
        var journal = new MemoryJournal();
        var writer = new GroupCommit(journal, InstantSource.system());
        var isOver = new AtomicBoolean();
        var start = new CyclicBarrier(SENDERS + 1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var senders = new ArrayList<Future<Integer>>();
            for (int i = 0; i < SENDERS; i++) {
                int sender = i;
                senders.add(threads.submit(() -> sent(writer, sender, start)));
            }
            var writing =
                    new Thread(() -> {
                        while (!isOver.get()) {
                            writer.step();
                        }
                    });
            writing.start();
            start.await();
            for (int i = 0; i < round * 50; i++) {
                Thread.onSpinWait();
            }
            isOver.set(true);
            writing.join();
            writer.stop();
            int kept = 0;
            for (Future<Integer> sender : senders) {
                kept += sender.get();
            }
            assertThat(journal.end()).isEqualTo(kept);
            assertThat(writer.accepted()).isEqualTo(kept);
            assertThat(writer.waitingBytes()).isZero();
        }
    }

    /// How many were kept: the first ones, in their order.
    private static int sent(GroupCommit writer, int sender, CyclicBarrier start) throws Exception {
        String organization = "o" + sender % 3;
        start.await();
        long before = -1;
        for (int i = 0; i < EACH; i++) {
            CompletableFuture<List<Receipt>> promise;
            try {
                promise = writer.submit(List.of(draft(organization, sender, i)), BatchMode.EACH);
            } catch (Busy e) {
                return i;
            }
            long sequence = sequence(promise);
            assertThat(sequence).isGreaterThan(before);
            before = sequence;
        }
        return EACH;
    }

    private static long sequence(CompletableFuture<List<Receipt>> promise)
            throws InterruptedException, ExecutionException, TimeoutException {
        Receipt receipt = promise.get(20, TimeUnit.SECONDS).getFirst();
        return ((Receipt.Accepted) receipt).sequence();
    }

    private static Draft draft(String organization, int sender, int number) {
        return new Draft(
                organization,
                new UUID(sender, number),
                "key " + sender,
                new byte[Leaf.SEED_BYTES],
                Parts.of(Map.of(Part.CORE, "{\"action\":\"x\"}".getBytes(UTF_8))));
    }
}
