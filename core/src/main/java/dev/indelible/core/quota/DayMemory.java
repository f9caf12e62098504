package dev.indelible.core.quota;

import dev.indelible.core.lifecycle.Notes;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.ops.Worker;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;

/// Remembers what was used of each day's quota, so that a restart gives nobody a second day: also
/// after a kill all but about the last second is known. For one thread.
public final class DayMemory implements Worker {
    private static final String NOTE = "day";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /// All of them are written anew each time, so that many are written less often.
    private static final int OWNERS_A_SECOND = 1000;

    private final Quotas quotas;
    private final Notes notes;
    private DayUse written;

    /// Takes up what is remembered of today.
    public DayMemory(Quotas quotas, Notes notes) {
        this.quotas = quotas;
        this.notes = notes;
        quotas.resume(DayUse.of(notes.all().getOrDefault(NOTE, Map.of())));
        written = quotas.dayUse();
    }

    @Override
    public synchronized Duration step() {
        DayUse use = quotas.dayUse();
        if (!use.equals(written)) {
            try {
                notes.put(NOTE, use.note());
            } catch (UncheckedIOException e) {
                throw new Busy(
                        Problem.DISK_FULL,
                        RETRY_AFTER,
                        "what is used of the day's quotas cannot be written: " + e.getMessage());
            }
            written = use;
        }
        return Duration.ofSeconds(1 + use.used().size() / OWNERS_A_SECOND);
    }
}
