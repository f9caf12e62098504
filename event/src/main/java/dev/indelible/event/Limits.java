package dev.indelible.event;

import java.time.Instant;

/// Every limit of an event, in one place, with its reason. Over a limit is a refusal that names it,
/// never a cut.
public final class Limits {
    /// One event as sent, in bytes of UTF-8. Large enough for any audit record seen in the field
    /// (Kubernetes truncates at 100 KiB, Google at 512 KiB), small enough to hold thousands.
    public static final int EVENT_BYTES_MAX = 1 << 20;

    /// Objects and arrays inside each other, the event itself being the first. Deeper input is an
    /// attack or a mistake.
    public static final int NESTING_MAX = 32;

    public static final int ACTION_CHARS_MAX = 255;

    /// Things one event acts on. More are several events.
    public static final int TARGETS_MAX = 64;

    /// Steps of `actor.onBehalfOf`.
    public static final int DELEGATION_STEPS_MAX = 32;

    /// Roles of one actor, labels of one event: bounds what an index has to keep for one event.
    public static final int LIST_ITEMS_MAX = 256;

    /// Entries of `detail.changes`.
    public static final int CHANGES_MAX = 1024;

    /// An organization's, folder's or project's name: it is in every record, cursor and metric.
    public static final int SCOPE_CHARS_MAX = 128;

    /// Identifiers, names, addresses, types and other short texts. An ARN has up to 2,048.
    public static final int TEXT_CHARS_MAX = 2048;

    /// `detail.description`, `detail.reason`, user agents, endpoints: texts written for people or
    /// by browsers.
    public static final int LONG_TEXT_CHARS_MAX = 65_536;

    /// The earliest time an event may have happened. Before it, somebody's clock or unit is wrong.
    public static final Instant TIME_MIN = Instant.parse("1900-01-01T00:00:00Z");

    /// The first instant too late for an event. Nanoseconds since 1970 fit 63 bits until 2262.
    public static final Instant TIME_END = Instant.parse("2200-01-01T00:00:00Z");

    private Limits() {}
}
