package dev.indelible.core.sealing;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/* One thread publishes, one thread brings cosigned anchors, any thread reads.
 *
 * A head counts as witnessed once the anchor that is shown covers it. Until then it waits: there is
 * one waiting head per organization at most, the newest, however long witnesses stay away. What an
 * anchor covers was copied before it was sent to them, because newer heads replace waiting ones. */

/// What is published, for readers of any thread.
public final class Publications {
    private final Map<String, Published> latest = new ConcurrentHashMap<>();
    private final Map<String, Anchored> witnessed = new ConcurrentHashMap<>();
    private final Map<String, Anchored> waiting = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final boolean asksWitnesses;
    private volatile @Nullable Published anchor;
    private volatile @Nullable ShownAnchor shown;
    private final CountDownLatch looked = new CountDownLatch(1);
    private volatile boolean open;

    /// @param witnesses whether an anchor is shown only when it comes back with cosignatures
    Publications(Witnesses witnesses) {
        this.asksWitnesses = witnesses == Witnesses.ASKED;
    }

    enum Witnesses {
        ASKED,
        NONE
    }

    /// An anchor on its way to be cosigned, and the heads that it covers and no shown one does.
    record Candidate(Published anchor, Map<String, Anchored> heads) {}

    void publish(List<Anchored> heads, Published newAnchor) {
        lock.lock();
        try {
            for (Anchored head : heads) {
                latest.put(head.head().log(), head.head());
                waiting.put(head.head().log(), head);
            }
            anchor = newAnchor;
            if (!asksWitnesses) {
                var covered = new Candidate(newAnchor, new HashMap<>(waiting));
                show(covered, new ShownAnchor(newAnchor, Optional.empty()));
            }
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Says that what an earlier process published is here, or that it never will be.
    void opened(boolean isHere) {
        open = isHere;
        looked.countDown();
    }

    /// These, once what an earlier process published is here.
    ///
    /// @throws Busy if that takes too long, or failed
    public Publications opened() {
        try {
            if (looked.await(Limits.PUBLISHED_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS) && open) {
                return this;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Busy(
                Problem.QUEUE_FULL,
                Duration.ofSeconds(1),
                "the server starts, and has not yet looked at what was signed");
    }

    /// The newest anchor, with what it covers.
    Optional<Candidate> candidate() {
        lock.lock();
        try {
            return Optional.ofNullable(anchor)
                    .map(newest -> new Candidate(newest, new HashMap<>(waiting)));
        } finally {
            lock.unlock();
        }
    }

    void show(Candidate candidate, ShownAnchor newShown) {
        lock.lock();
        try {
            // First the anchor: whoever then finds a head finds an anchor that covers it.
            shown = newShown;
            witnessed.putAll(candidate.heads());
            candidate.heads().forEach(waiting::remove);
        } finally {
            lock.unlock();
        }
    }

    /// The newest published state of an organization's log.
    public Optional<Published> latest(String organization) {
        return Optional.ofNullable(latest.get(organization));
    }

    /// The newest head of an organization that the shown anchor covers. Ask before [#shown()].
    public Optional<Anchored> witnessed(String organization) {
        return Optional.ofNullable(witnessed.get(organization));
    }

    /// The newest state of the anchor, perhaps not cosigned yet.
    public Optional<Published> anchor() {
        return Optional.ofNullable(anchor);
    }

    /// The newest state of the anchor that satisfies the witness policy.
    public Optional<ShownAnchor> shown() {
        return Optional.ofNullable(shown);
    }

    /// Waits until these logs are published up to these sizes.
    ///
    /// @return whether they are; not if it took longer
    public boolean awaitSizes(Map<String, Long> sizes, Duration timeout) {
        lock.lock();
        try {
            long nanos = timeout.toNanos();
            while (!isPublished(sizes)) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = grown.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isPublished(Map<String, Long> sizes) {
        return sizes.entrySet().stream()
                .allMatch(size ->
                        latest(size.getKey()).map(Published::size).orElse(0L) >= size.getValue());
    }
}
