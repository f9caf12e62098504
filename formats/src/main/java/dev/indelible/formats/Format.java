package dev.indelible.formats;

/// One foreign format. Implementations are stateless.
interface Format {
    /// As `?format=` names it.
    String name();

    /// Whether this looks like an event of this format and of no other. Decided by member names and
    /// telling values, never by a missing member alone.
    boolean recognises(Node event);

    /// Reads whatever it finds. Never throws: what is missing or of another type is left out.
    void fill(Node event, Draft draft);
}
