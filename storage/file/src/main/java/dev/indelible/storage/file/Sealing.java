package dev.indelible.storage.file;

import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/* Sealing stands back behind floods of events, and behind who reads much, so where events come faster
 * than all can be done, raw files pile up, each four times as large as it will be. So there is a
 * second thread, which stands back behind nothing: it writes down what each file holds, or a start
 * would have to read all of them, and seals files only while there are too many. One of the two
 * works at a time. */

/// Compresses raw files that are no longer written, one a step, the last one too when it rests.
/// What was compressed in haste, because events came fast, is compressed better when nothing comes.
public final class Sealing implements Worker {
    private static final System.Logger logger = System.getLogger(Sealing.class.getName());
    private static final Duration IDLE_PAUSE = Duration.ofMillis(500);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(30);

    private final FileJournal journal;
    private final WaitingFiles waitingFiles;
    private final Rest rest;
    private long sealedNanos;
    private volatile boolean leavesTheUrgent;

    Sealing(FileJournal journal, WaitingFiles waitingFiles, Rest rest) {
        this.journal = journal;
        this.waitingFiles = waitingFiles;
        this.rest = rest;
        this.sealedNanos = rest.now();
    }

    /// One step of all the work, but for what is [#urgent()].
    @Override
    public Duration step() {
        return guarded(this::patientStep);
    }

    /// What must not wait, because too many files do, for a thread that does not stand back behind
    /// intake. From now on the other leaves it to that one.
    public Worker urgent() {
        leavesTheUrgent = true;
        return () -> guarded(this::urgentStep);
    }

    /// The raw ones of these that can be sealed, in order.
    static List<RawSegment> raw(List<Segment> left) {
        return left.stream()
                .filter(file -> !file.isLeftAsItIs())
                .filter(RawSegment.class::isInstance)
                .map(RawSegment.class::cast)
                .toList();
    }

    private Duration urgentStep() throws IOException {
        List<RawSegment> waiting = raw(journal.left());
        journal.settle(waiting);
        if (!waitingFiles.areTooMany(waiting)) {
            return IDLE_PAUSE;
        }
        journal.seal(waiting.getFirst(), Packing.Effort.HASTE);
        return Duration.ZERO;
    }

    private Duration patientStep() throws IOException {
        journal.rest(rest);
        List<Segment> left = journal.left();
        List<RawSegment> waiting = raw(left);
        boolean standsBack =
                waitingFiles.areTooMany(waiting) || rest.isMuchRead() || rest.isFlood();
        if (leavesTheUrgent && standsBack) {
            sealedNanos = rest.now();
            return IDLE_PAUSE;
        }
        Segment next = waiting.isEmpty() ? hasty(left) : waiting.getFirst();
        if (next == null) {
            return IDLE_PAUSE;
        }
        long now = rest.now();
        boolean isSlow = now - sealedNanos >= FileLimits.UNHURRIED_NANOS;
        sealedNanos = now;
        journal.seal(next, isSlow || rest.isCalm() ? Packing.Effort.BEST : Packing.Effort.HASTE);
        return Duration.ZERO;
    }

    /// One step of either.
    private interface Step {
        Duration take() throws IOException;
    }

    private static Duration guarded(Step step) {
        try {
            return step.take();
        } catch (AuditException.Corrupt | IllegalStateException e) {
            logger.log(System.Logger.Level.ERROR, "a file cannot be sealed and stays as it is", e);
            return Duration.ZERO;
        } catch (IOException e) {
            // The file stays and serves as before; only disk space is not won.
            logger.log(
                    System.Logger.Level.WARNING,
                    "sealing failed, trying again later: reason={0}",
                    e.toString());
            return FAILURE_PAUSE;
        }
    }

    /// The oldest that was compressed in haste, where nothing comes.
    private @Nullable Segment hasty(List<Segment> left) {
        if (!rest.isCalm()) {
            return null;
        }
        for (Segment file : left) {
            if (file instanceof SealedSegment sealed
                    && !sealed.isLeftAsItIs()
                    && sealed.isPackedInHaste()) {
                return sealed;
            }
        }
        return null;
    }
}
