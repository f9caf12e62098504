package dev.indelible.core.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/* Start-time fair queueing (Goyal, Vin, Cheng 1996): the clock counts bytes. A request's turn is where
 * the one before it of the same organization ended, and for the first that waits it is now, which is
 * where the request began that was taken last. So one that sends little waits for no more than one
 * request of each other, however many and however large those are that wait already. What one
 * organization sends stays in its order.
 *
 * Senders take no lock that the writer has for long, nor one of each other: of hundreds of virtual
 * threads each that has waited for a lock is put behind all others, and may find it taken again. */

/// Requests that wait for the writer of the journal, bounded by their bytes. To be added by any
/// thread, and taken by one.
///
/// One organization gets three quarters of the room at most, so that one that floods leaves some to
/// the others.
final class Waiting {
    private final long bytesMax;
    private final long ownBytesMax;
    private final Queue<Submission> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final Map<String, Long> ownBytes = new ConcurrentHashMap<>();

    /// The writer, while it sleeps.
    private final AtomicReference<@Nullable Thread> asleep = new AtomicReference<>();

    // The writer's own.
    private final Map<String, Line> lines = new HashMap<>();
    private final PriorityQueue<Line> turns =
            new PriorityQueue<>(
                    Comparator.comparingLong(Line::turn).thenComparingLong(Line::arrived));
    private long nowBytes;
    private long arrivals;

    /// What waits of one organization, and when it is its turn.
    private record Line(
            String organization, ArrayDeque<Submission> requests, long turn, long arrived) {}

    Waiting(long bytesMax) {
        this.bytesMax = bytesMax;
        this.ownBytesMax = bytesMax / 4 * 3;
    }

    /// Adds one if there is room. Any thread.
    ///
    /// @return whether there was
    boolean add(Submission submission) {
        int own = submission.bytes();
        long ofOwner = ownBytes.merge(submission.organization(), (long) own, Long::sum);
        boolean isTooMuch = ofOwner > own && ofOwner > ownBytesMax;
        if (bytes.addAndGet(own) > bytesMax || isTooMuch) {
            done(submission);
            return false;
        }
        arrived.add(submission);
        if (asleep.get() != null) {
            LockSupport.unpark(asleep.getAndSet(null));
        }
        return true;
    }

    /// Takes one back that was added. Any thread.
    ///
    /// @return whether it was not lined up yet
    boolean remove(Submission submission) {
        boolean wasThere = arrived.remove(submission);
        if (wasThere) {
            done(submission);
        }
        return wasThere;
    }

    /// Makes the room free that one has used. Any thread.
    void done(Submission submission) {
        bytes.addAndGet(-submission.bytes());
        ownBytes.computeIfPresent(
                submission.organization(),
                (_, own) -> own == submission.bytes() ? null : own - submission.bytes());
    }

    /// Waits until one is there, but not for ever.
    ///
    /// @throws InterruptedException if the thread is interrupted while there is none
    void await(long millis) throws InterruptedException {
        if (!isEmpty()) {
            return;
        }
        asleep.set(Thread.currentThread());
        if (arrived.isEmpty()) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(millis));
        }
        asleep.set(null);
        if (arrived.isEmpty() && Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /// Lines up what has arrived, and tells of each.
    void lineUp(Consumer<Submission> seen) {
        for (Submission next = arrived.poll(); next != null; next = arrived.poll()) {
            seen.accept(next);
            Line line = lines.get(next.organization());
            if (line == null) {
                line = new Line(next.organization(), new ArrayDeque<>(), nowBytes, arrivals++);
                lines.put(next.organization(), line);
                turns.add(line);
            }
            line.requests().add(next);
        }
    }

    /// Takes of those that are lined up the ones whose turn it is: at least one, if there is one,
    /// and others while they are within these bytes. Their bytes count as waiting until they are
    /// [#done].
    List<Submission> take(long groupBytes) {
        var taken = new ArrayList<Submission>();
        long takenBytes = 0;
        while (!turns.isEmpty()) {
            Line line = turns.element();
            Submission next = line.requests().element();
            if (!taken.isEmpty() && takenBytes + next.bytes() > groupBytes) {
                break;
            }
            taken.add(line.requests().remove());
            takenBytes += next.bytes();
            turns.remove();
            nowBytes = line.turn();
            if (line.requests().isEmpty()) {
                lines.remove(line.organization());
            } else {
                var later =
                        new Line(
                                line.organization(),
                                line.requests(),
                                line.turn() + next.bytes(),
                                arrivals++);
                lines.put(line.organization(), later);
                turns.add(later);
            }
        }
        return taken;
    }

    /// Whether none waits. For who takes.
    boolean isEmpty() {
        return turns.isEmpty() && arrived.isEmpty();
    }

    /// Bytes that wait or are being written. Any thread.
    long bytes() {
        return bytes.get();
    }

    /// The same of one organization. Any thread.
    long bytes(String organization) {
        return ownBytes.getOrDefault(organization, 0L);
    }
}
