package dev.indelible.core.trail;

import dev.indelible.event.AuditEvent;
import org.jspecify.annotations.Nullable;

/// What was seen again within one hour after its first event was written.
final class Window {
    private final AuditEvent first;
    private final long hour;
    private long times;
    private long counts;
    private Shown shown = Shown.rows(0);
    private long lastMillis;

    /// @param first the event that is written already
    /// @param hour in hours since 1970
    Window(AuditEvent first, long hour) {
        this.first = first;
        this.hour = hour;
    }

    @Nullable String organization() {
        return first.organization();
    }

    AuditEvent first() {
        return first;
    }

    long hour() {
        return hour;
    }

    void again(long moreTimes, Shown more, long nowMillis) {
        times += moreTimes;
        shown = shown.and(more);
        lastMillis = nowMillis;
    }

    /// A count of what the first event is a search of.
    void counted(Shown shownBeside, long nowMillis) {
        counts++;
        shown = shown.and(new Shown(0, shownBeside.first(), shownBeside.last()));
        lastMillis = nowMillis;
    }

    /// Whether anything came after the first.
    boolean hasMore() {
        return times > 0 || counts > 0 || shown.rows() > 0;
    }

    long times() {
        return times;
    }

    /// How many of what came were only counts.
    long counts() {
        return counts;
    }

    Shown shown() {
        return shown;
    }

    long lastMillis() {
        return lastMillis;
    }
}
