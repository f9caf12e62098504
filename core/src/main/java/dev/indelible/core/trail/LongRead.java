package dev.indelible.core.trail;

import dev.indelible.event.AuditEvent;

/// A read of one organization's log whose answer goes on: what it shows is written when it ends,
/// and at the end of each hour. For one thread; [#close()] for any.
public final class LongRead implements AutoCloseable {
    private final Trail trail;
    private final AuditEvent first;
    private Window window;

    LongRead(Trail trail, AuditEvent first) {
        this.trail = trail;
        this.first = first;
        this.window = trail.windowOf(first);
    }

    /// Adds what the answer shows next, before it goes out.
    public synchronized void more(Shown shown) {
        trail.open(this);
        if (trail.isOver(window)) {
            close();
        }
        trail.add(window, shown);
    }

    /// Writes what was shown since the first event, or since this was called last; returns when
    /// that is durable, if it can be now.
    @Override
    public synchronized void close() {
        trail.ended(this);
        trail.writeNow(window);
        window = trail.windowOf(first);
    }
}
