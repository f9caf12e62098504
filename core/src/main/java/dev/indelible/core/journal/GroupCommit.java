package dev.indelible.core.journal;

import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.ops.Worker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/* One writer, many waiting requests.
 *
 * Requests put their drafts into queues, one for each organization, and wait; one thread takes all
 * that wait by turns, up to a bound in bytes, numbers them and appends them with one write and one
 * fsync. While the disk works, the next group gathers, so groups grow with load and nobody waits for
 * a timer. While several organizations write, groups are small: nobody's event waits for megabytes
 * of another.
 *
 * The queues are bounded by bytes: whoever finds no room is told so at once and holds nothing.
 *
 * A draft whose id the journal knows is a duplicate or a conflict; one pass decides that against the
 * journal and the group itself, because only the writer sees both without a race. */

/// The one writer of the journal.
///
/// [#submit] is for any thread; [#step()] for one, which a server starts and stops.
public final class GroupCommit implements Worker {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final long IDLE_MILLIS = 100;

    private final Journal journal;
    private final InstantSource clock;
    private final Waiting waiting = new Waiting(Limits.WAITING_BYTES_MAX);
    private final Contest contest = new Contest();
    private final Group group;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong duplicates = new AtomicLong();
    private final AtomicLong conflicts = new AtomicLong();
    private final AtomicLong groups = new AtomicLong();
    private volatile long awaitedEnd;
    private volatile boolean stopped;

    public GroupCommit(Journal journal, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
        this.group = new Group(journal);
        this.awaitedEnd = journal.end();
    }

    /// Refuses what would hardly find room, before it costs anything.
    ///
    /// @param organization whose events come; empty where they say so themselves
    /// @throws Busy if most of the room is taken
    public void requireRoom(Optional<String> organization) {
        long all = waiting.bytes();
        boolean isFull =
                organization.isPresent()
                        ? waiting.bytes(organization.get()) > Limits.WAITING_BYTES_MAX / 2
                                || all > Limits.WAITING_BYTES_MAX / 8 * 7
                        : all > Limits.WAITING_BYTES_MAX / 4 * 3;
        if (isFull) {
            throw full();
        }
    }

    private static Busy full() {
        return new Busy(
                Problem.QUEUE_FULL,
                RETRY_AFTER,
                "%d MiB of events wait for the disk; send again in %d s"
                        .formatted(Limits.WAITING_BYTES_MAX >> 20, RETRY_AFTER.toSeconds()));
    }

    /// Hands over drafts; they are taken in this order.
    ///
    /// @param drafts one or more, at most [Limits#BATCH_BYTES_MAX] bytes
    /// @return completed with a receipt per draft in order once they are durable, or with an
    ///   [AuditException] for all of them
    /// @throws Busy if too much waits already or the server stops; nothing was taken
    public CompletableFuture<List<Receipt>> submit(List<Draft> drafts, BatchMode mode) {
        int bytes = Math.min(bytes(drafts), Limits.WAITING_BYTES_MAX);
        var submission =
                new Submission(List.copyOf(drafts), mode, bytes, new CompletableFuture<>());
        if (stopped) {
            throw stopping();
        }
        if (!waiting.add(submission)) {
            throw full();
        }
        // What came after the last look of whoever stops would wait for ever.
        if (stopped && waiting.remove(submission)) {
            throw stopping();
        }
        return submission.receipts();
    }

    private static int bytes(List<Draft> drafts) {
        long bytes = 0;
        for (Draft draft : drafts) {
            bytes += draft.bytes();
        }
        return Math.toIntExact(Math.min(bytes, Integer.MAX_VALUE));
    }

    /// Takes what waits, appends it and answers. Waits a little for the first, and never throws for
    /// what a request can be told.
    @Override
    public Duration step() {
        List<Submission> taken = take();
        if (!taken.isEmpty()) {
            commit(taken);
        }
        return Duration.ZERO;
    }

    private List<Submission> take() {
        try {
            waiting.await(IDLE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
        waiting.lineUp(
                next -> contest.seen(next.drafts().getFirst(), next.bytes(), clock.millis()));
        return waiting.take(isContested() ? Limits.CONTESTED_BYTES_MAX : Limits.GROUP_BYTES_MAX);
    }

    private void commit(List<Submission> taken) {
        try {
            group.begin(clock.millis());
            var receipts = new ArrayList<List<Receipt>>(taken.size());
            for (Submission submission : taken) {
                receipts.add(numbered(submission));
            }
            if (!group.entries().isEmpty()) {
                journal.append(group.entries());
                groups.incrementAndGet();
                if (taken.stream().anyMatch(one -> one.mode() != BatchMode.EACH_UNAWAITED)) {
                    awaitedEnd = journal.end();
                }
            }
            for (int i = 0; i < taken.size(); i++) {
                count(receipts.get(i));
                taken.get(i).receipts().complete(receipts.get(i));
            }
        } catch (RuntimeException | Error e) {
            // Nobody may wait for ever, and nobody may take silence for success.
            for (Submission submission : taken) {
                submission.receipts().completeExceptionally(e);
            }
            if (!(e instanceof AuditException)) {
                throw e;
            }
        } finally {
            taken.forEach(waiting::done);
        }
    }

    /// One request that asks for an unreadable event fails alone; what it already had numbered
    /// stays in the group, and a resend finds it there.
    private List<Receipt> numbered(Submission submission) {
        try {
            return group.add(submission.drafts(), submission.mode());
        } catch (AuditException.Corrupt e) {
            submission.receipts().completeExceptionally(e);
            return List.of();
        }
    }

    private void count(List<Receipt> receipts) {
        for (Receipt receipt : receipts) {
            switch (receipt) {
                case Receipt.Accepted _ -> accepted.incrementAndGet();
                case Receipt.Duplicate _ -> duplicates.incrementAndGet();
                case Receipt.Conflict _ -> conflicts.incrementAndGet();
                case Receipt.Withheld _ -> {}
            }
        }
    }

    /// Refuses everything from now on, and commits what still waits. Only after the thread that
    /// calls [#step()] has ended.
    public void stop() {
        stopped = true;
        while (!waiting.isEmpty()) {
            step();
        }
    }

    /// Refuses everything from now on with this failure, and fails what still waits: for when the
    /// writer has died.
    public void abandon() {
        stopped = true;
        while (!waiting.isEmpty()) {
            for (Submission lost : take()) {
                waiting.done(lost);
                lost.receipts().completeExceptionally(stopping());
            }
        }
    }

    private static Busy stopping() {
        return new Busy(
                Problem.STOPPING, Duration.ofSeconds(5), "the server stops; send again in 5 s");
    }

    /// Whether small requests come beside those of other organizations: then each waits for what
    /// the others have written at once.
    public boolean isContested() {
        return contest.isOn(clock.millis());
    }

    /// The position up to which whoever has just sent something looks for it: behind the last
    /// durable event of a batch that is not [BatchMode#EACH_UNAWAITED].
    public long awaitedEnd() {
        return awaitedEnd;
    }

    /// Bytes of events that wait for the disk.
    public long waitingBytes() {
        return waiting.bytes();
    }

    /// Events taken since the start.
    public long accepted() {
        return accepted.get();
    }

    /// Events recognised as sent before, since the start.
    public long duplicates() {
        return duplicates.get();
    }

    /// Events refused because their id stands for another event, since the start.
    public long conflicts() {
        return conflicts.get();
    }

    /// Appends since the start: each is one fsync.
    public long groups() {
        return groups.get();
    }
}
