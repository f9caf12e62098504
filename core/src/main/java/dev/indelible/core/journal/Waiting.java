package dev.indelible.core.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/* Organizations take turns: each in turn gives one of its requests, the oldest. So one that sends
 * little waits for one request of each other, however many the others have sent before. What one
 * organization sends stays in its order. */

/// Requests that wait for the writer of the journal, bounded by their bytes. Any thread.
///
/// One organization gets three quarters of the room at most, so that one that floods leaves some to
/// the others.
final class Waiting {
    private final long bytesMax;
    private final long ownBytesMax;
    private final LinkedHashMap<String, ArrayDeque<Submission>> queues = new LinkedHashMap<>();
    private final Map<String, Long> ownBytes = new HashMap<>();
    private long bytes;

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
        queues.computeIfAbsent(owner, _ -> new ArrayDeque<>()).add(submission);
        notifyAll();
        return true;
    }

    /// Takes those whose turn it is: at least one, if one comes in time, and others while they are
    /// within these bytes. Their bytes count as waiting until they are [#done].
    @SuppressWarnings("WaitNotInLoop") // Whoever finds nothing asks again.
    synchronized List<Submission> take(long groupBytes, long idleMillis)
            throws InterruptedException {
        if (queues.isEmpty()) {
            wait(idleMillis);
        }
        var taken = new ArrayList<Submission>();
        long takenBytes = 0;
        while (!queues.isEmpty()) {
            Map.Entry<String, ArrayDeque<Submission>> turn = queues.firstEntry();
            Submission next = turn.getValue().element();
            if (!taken.isEmpty() && takenBytes + next.bytes() > groupBytes) {
                break;
            }
            taken.add(turn.getValue().remove());
            takenBytes += next.bytes();
            // Whose turn it was is the last one now.
            queues.pollFirstEntry();
            if (!turn.getValue().isEmpty()) {
                queues.put(turn.getKey(), turn.getValue());
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
        return queues.isEmpty();
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
