package dev.indelible.core.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/* Start-time fair queueing (Goyal, Vin, Cheng 1996): the clock counts bytes. A request's turn is where
 * the one before it of the same organization ended, and for the first that waits it is now, which is
 * where the request began that was taken last. So one that sends little waits for no more than one
 * request of each other, however many and however large those are that wait already. What one
 * organization sends stays in its order. */

/// Requests that wait for the writer of the journal, bounded by their bytes. Any thread.
///
/// One organization gets three quarters of the room at most, so that one that floods leaves some to
/// the others.
final class Waiting {
    private final long bytesMax;
    private final long ownBytesMax;
    private final Map<String, Line> lines = new HashMap<>();
    private final PriorityQueue<Line> turns =
            new PriorityQueue<>(
                    Comparator.comparingLong(Line::turn).thenComparingLong(Line::arrived));
    private final Map<String, Long> ownBytes = new HashMap<>();
    private long bytes;
    private long nowBytes;
    private long arrivals;

    /// What waits of one organization, and when it is its turn.
    private record Line(
            String organization, ArrayDeque<Submission> requests, long turn, long arrived) {}

    Waiting(long bytesMax) {
        this.bytesMax = bytesMax;
        this.ownBytesMax = bytesMax / 4 * 3;
    }

    /// Adds one if there is room.
    ///
    /// @return whether there was
    synchronized boolean add(Submission submission) {
        String owner = submission.organization();
        long own = ownBytes.getOrDefault(owner, 0L);
        boolean isTooMuch =
                bytes + submission.bytes() > bytesMax
                        || (own > 0 && own + submission.bytes() > ownBytesMax);
        if (isTooMuch) {
            return false;
        }
        bytes += submission.bytes();
        ownBytes.merge(owner, (long) submission.bytes(), Long::sum);
        Line line = lines.get(owner);
        if (line == null) {
            line = new Line(owner, new ArrayDeque<>(), nowBytes, arrivals++);
            lines.put(owner, line);
            turns.add(line);
        }
        line.requests().add(submission);
        notifyAll();
        return true;
    }

    /// Takes those whose turn it is: at least one, if one comes in time, and others while they are
    /// within these bytes. Their bytes count as waiting until they are [#done].
    @SuppressWarnings("WaitNotInLoop") // Whoever finds nothing asks again.
    synchronized List<Submission> take(long groupBytes, long idleMillis)
            throws InterruptedException {
        if (turns.isEmpty()) {
            wait(idleMillis);
        }
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

    /// Makes the room free that one has used.
    synchronized void done(Submission submission) {
        bytes -= submission.bytes();
        ownBytes.computeIfPresent(
                submission.organization(),
                (_, own) -> own == submission.bytes() ? null : own - submission.bytes());
    }

    synchronized boolean isEmpty() {
        return turns.isEmpty();
    }

    /// Bytes that wait or are being written.
    synchronized long bytes() {
        return bytes;
    }

    /// The same of one organization.
    synchronized long bytes(String organization) {
        return ownBytes.getOrDefault(organization, 0L);
    }
}
